export type { Architecture, CommonConfig, Initializer, ParameterSpec, RowOptions } from './architecture.js';
export {
  architectureOf,
  forward,
  head,
  hiddenStates,
  type ModelConfig,
  modelConfigFromHuggingFace,
  modelConfigFromSpec,
  modelConfigToHuggingFace,
} from './architectures.js';
export { loadCheckpoint } from './checkpoint/load-checkpoint.js';
export { CONFIG_FILE, saveCheckpoint, WEIGHTS_FILE } from './checkpoint/save-checkpoint.js';
export { gptNeox } from './gpt-neox/gpt-neox.js';
export type { GptNeoxConfig } from './gpt-neox/gpt-neox-config.js';
export { gpt2 } from './gpt2/gpt2.js';
export type { Gpt2Config } from './gpt2/gpt2-config.js';
export { initWeights } from './init-weights.js';
export { llama } from './llama/llama.js';
export type { LlamaConfig } from './llama/llama-config.js';
export { forwardFlopsPerToken, parameterCount, trainFlopsPerToken } from './model-size.js';
export { olmo } from './olmo/olmo.js';
export type { OlmoConfig } from './olmo/olmo-config.js';
export { attentionWeights, oneLayer } from './one-layer/one-layer.js';
export type { OneLayerConfig } from './one-layer/one-layer-config.js';
export { type Params, param } from './params.js';
export { readSafetensors, type Safetensors } from './safetensors/read-safetensors.js';
export { writeSafetensors } from './safetensors/write-safetensors.js';
export { sizeOf, type Weight, type Weights } from './weights.js';
