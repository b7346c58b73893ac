import * as z from 'zod';
import type { ModelConfig } from '../architectures/registry.js';
import { parseConfig } from '../blocks/parse-config.js';
import type { LoraConfig } from './lora-config.js';
import { loraTargets } from './lora-parameters.js';

const none = z.null().default(null);
const no = z.union([z.literal(false), z.null()]).default(false);
const empty = z.record(z.string(), z.never());

/**
 * The fields of adapter_config.json that decide what an adapter computes; those with one allowed value are what we
 * support.
 */
const peftConfig = z.object({
  peft_type: z.literal('LORA'),
  r: z.int().positive(),
  lora_alpha: z.number().positive(),
  target_modules: z.array(z.string().min(1)).min(1),
  rank_pattern: z.record(z.string(), z.int().positive()).nullish(),
  alpha_pattern: empty.nullish(),
  bias: z.literal('none').default('none'),
  lora_bias: no,
  use_dora: no,
  use_rslora: no,
  modules_to_save: none,
  layers_to_transform: none,
  exclude_modules: none,
  layer_replication: none,
});

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
