import { LetheError } from '@lethe/contracts';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import type { GptNeoxConfig } from '../architectures/gpt-neox/gpt-neox.js';
import { gptNeox } from '../architectures/gpt-neox/gpt-neox-forward.js';
import type { Gpt2Config } from '../architectures/gpt2/gpt2.js';
import { gpt2 } from '../architectures/gpt2/gpt2-forward.js';
import type { LlamaConfig } from '../architectures/llama/llama.js';
import { llama } from '../architectures/llama/llama-forward.js';
import type { OlmoConfig } from '../architectures/olmo/olmo.js';
import { olmo } from '../architectures/olmo/olmo-forward.js';
import type { OneLayerConfig } from '../architectures/one-layer/one-layer.js';
import { oneLayer } from '../architectures/one-layer/one-layer-forward.js';
import type { Architecture, RowOptions } from '../blocks/architecture.js';
import type { Params } from '../blocks/params.js';
import type { ModelSpec } from '../options/model.js';

/** The configuration of a model of any architecture. */
export type ModelConfig = Gpt2Config | LlamaConfig | OlmoConfig | GptNeoxConfig | OneLayerConfig;

const architectures: {
  [Name in ModelConfig['architecture']]: Architecture<Extract<ModelConfig, { architecture: Name }>>;
} = { gpt2, llama, olmo, 'gpt-neox': gptNeox, 'one-layer': oneLayer };

/** The functions of a configuration's architecture. */
export function architectureOf(config: ModelConfig): Architecture<ModelConfig> {
  // Every function of it is called with the configuration that chose it.
  return architectures[config.architecture] as unknown as Architecture<ModelConfig>;
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
  const all: Pick<Architecture<ModelConfig>, 'modelType' | 'fromHuggingFace'>[] =
    Object.values(architectures);
  const architecture = all.find(({ modelType }) => modelType === type);
  if (architecture !== undefined) return architecture.fromHuggingFace(json, where);
  throw new LetheError({
    what: 'the model is of an unknown architecture',
    where,
    expected: `"model_type": one of ${all.map(({ modelType }) => modelType).join(', ')}`,
    found: `"model_type": ${JSON.stringify(type)}`,
  });
}

/** The content of config.json for a configuration. */
export function modelConfigToHuggingFace(config: ModelConfig): Record<string, unknown> {
  return architectureOf(config).toHuggingFace(config);
}

/** tokens int32 [batch, time] -> hidden states float32 [batch, time, width], after the final normalisation. */
export function hiddenStates(
  params: Params,
  tokens: Tensor2D,
  config: ModelConfig,
  options: RowOptions = {},
): Tensor3D {
  return architectureOf(config).hiddenStates(params, tokens, config, options);
}

/** hidden states float32 [rows, width] -> logits float32 [rows, vocabSize]. */
export function head(params: Params, hidden: Tensor2D, config: ModelConfig): Tensor2D {
  return architectureOf(config).head(params, hidden, config);
}

/** tokens int32 [batch, time] -> logits float32 [batch, time, vocabSize]. */
export function forward(
  params: Params,
  tokens: Tensor2D,
  config: ModelConfig,
  options: RowOptions = {},
): Tensor3D {
  const [batch, time] = tokens.shape;
  const hidden = hiddenStates(params, tokens, config, options).as2D(batch * time, config.width);
  return head(params, hidden, config).as3D(batch, time, config.vocabSize);
}
