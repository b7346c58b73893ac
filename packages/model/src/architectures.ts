import { LetheError, type ModelSpec } from '@lethe/contracts';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import type { Architecture } from './architecture.js';
import { gpt2 } from './gpt2/gpt2.js';
import type { Gpt2Config } from './gpt2/gpt2-config.js';
import type { Params } from './params.js';

/** The configuration of a model of any architecture. */
export type ModelConfig = Gpt2Config;

const architectures = { gpt2 } as const satisfies Record<
  ModelConfig['architecture'],
  Architecture<ModelConfig>
>;

/** The functions of a configuration's architecture. */
export function architectureOf(config: ModelConfig): Architecture<ModelConfig> {
  return architectures[config.architecture];
}

/** The configuration that an experiment's `model` section asks for, with the sizes that the data decide. */
export function modelConfigFromSpec(
  spec: ModelSpec,
  sizes: { vocabSize: number; contextLength: number },
): ModelConfig {
  return architectures[spec.architecture].fromSpec(spec, sizes);
}

/**
 * Reads a Hugging Face config.json.
 * @throws LetheError when `model_type` is of no known architecture or a field is not supported.
 */
export function modelConfigFromHuggingFace(json: unknown, where: string): ModelConfig {
  const type = (json as { model_type?: unknown } | null)?.model_type;
  const architecture = Object.values(architectures).find(({ name }) => name === type);
  if (architecture !== undefined) return architecture.fromHuggingFace(json, where);
  throw new LetheError({
    what: 'the model is of an unknown architecture',
    where,
    expected: `"model_type": one of ${Object.keys(architectures).join(', ')}`,
    found: `"model_type": ${JSON.stringify(type)}`,
  });
}

/** The content of config.json for a configuration. */
export function modelConfigToHuggingFace(config: ModelConfig): Record<string, unknown> {
  return architectureOf(config).toHuggingFace(config);
}

/** tokens int32 [batch, time] -> hidden states float32 [batch, time, width], after the final normalisation. */
export function hiddenStates(params: Params, tokens: Tensor2D, config: ModelConfig): Tensor3D {
  return architectureOf(config).hiddenStates(params, tokens, config);
}

/** hidden states float32 [rows, width] -> logits float32 [rows, vocabSize]. */
export function head(params: Params, hidden: Tensor2D, config: ModelConfig): Tensor2D {
  return architectureOf(config).head(params, hidden);
}

/** tokens int32 [batch, time] -> logits float32 [batch, time, vocabSize]. */
export function forward(params: Params, tokens: Tensor2D, config: ModelConfig): Tensor3D {
  const [batch, time] = tokens.shape;
  const hidden = hiddenStates(params, tokens, config).as2D(batch * time, config.width);
  return head(params, hidden, config).as3D(batch, time, config.vocabSize);
}
