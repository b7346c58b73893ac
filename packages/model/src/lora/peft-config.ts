import * as z from 'zod';
import type { ModelConfig } from '../architectures/registry.js';
import { parseConfig } from '../blocks/parse-config.js';
import type { LoraConfig } from './lora-config.js';
import { loraTargets } from './lora-parameters.js';

/** Fields of adapter_config.json that say nothing of what a trained adapter computes. */
const withoutEffect = [
  'auto_mapping',
  'base_model_name_or_path',
  'eva_config',
  'fan_in_fan_out',
  'inference_mode',
  'lora_dropout',
  'megatron_core',
  'peft_version',
  'qalora_group_size',
  'revision',
  'runtime_config',
  'task_type',
  'use_qalora',
] as const;

/** Whether a field has a value that turns off what it stands for. */
function isUnset(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === false || value === '';
}

/** Fields that decide what an adapter computes. Any other may be there as long as it is not set. */
const peftConfig = z
  .object({
    peft_type: z.literal('LORA'),
    r: z.int().positive(),
    lora_alpha: z.number().positive(),
    target_modules: z.array(z.string().min(1)).min(1),
    rank_pattern: z.record(z.string(), z.int().positive()).nullish(),
    bias: z.literal('none').default('none'),
    ensure_weight_tying: z.boolean().default(false),
    // The others (pissa, olora, corda, loftq, lora_ga) change the matrices of the base model as well.
    init_lora_weights: z
      .union([z.boolean(), z.null(), z.enum(['gaussian', 'eva', 'orthogonal', 'mica'])], {
        error: 'expected an initialisation that leaves the base model as it is',
      })
      .optional(),
    ...Object.fromEntries(withoutEffect.map((field) => [field, z.unknown().optional()])),
  })
  .catchall(z.custom(isUnset, 'this field is set and not supported'));

/**
 * Reads adapter_config.json of PEFT.
 * @throws LetheError naming the fields that are absent or not supported
 */
export function loraFromPeft(json: unknown, where: string): LoraConfig {
  const parsed = parseConfig(
    peftConfig.superRefine(({ rank_pattern, target_modules }, context) => {
      const ranks = Object.entries(rank_pattern ?? {});
      if (ranks.every(([name]) => target_modules.includes(name)) && ranks.length <= 1) return;
      context.addIssue({
        code: 'custom',
        path: ['rank_pattern'],
        message: 'expected at most one of the targets',
      });
    }),
    json,
    where,
    {
      subject: 'adapter',
      expected: 'a LoRA adapter on named matrices, of one rank but for embeddings',
      next: 'use an adapter of that kind',
    },
  );
  const [special] = Object.values(parsed.rank_pattern ?? {});
  return {
    rank: parsed.r,
    alpha: parsed.lora_alpha,
    targets: parsed.target_modules,
    ...(special === undefined ? {} : { embeddingRank: special }),
    ...(parsed.ensure_weight_tying ? { adaptsTiedHead: true } : {}),
  };
}

/** The content of adapter_config.json, as PEFT reads it. */
export function loraToPeft(
  config: ModelConfig,
  lora: LoraConfig,
  baseModel: string,
): Record<string, unknown> {
  const targets = loraTargets(config, lora);
  const embedding = targets.find(({ layout }) => layout === 'embedding');
  const ofEmbedding = lora.targets.find((target) => embedding?.weight.endsWith(`${target}.weight`));
  const ownRank = ofEmbedding !== undefined && lora.embeddingRank !== undefined;
  return {
    base_model_name_or_path: baseModel,
    bias: 'none',
    ...(lora.adaptsTiedHead ? { ensure_weight_tying: true } : {}),
    fan_in_fan_out: targets.some(({ layout }) => layout === 'in-out'),
    inference_mode: true,
    lora_alpha: lora.alpha,
    lora_dropout: 0,
    peft_type: 'LORA',
    r: lora.rank,
    rank_pattern: ownRank ? { [ofEmbedding]: lora.embeddingRank } : {},
    target_modules: [...lora.targets],
    task_type: 'CAUSAL_LM',
  };
}
