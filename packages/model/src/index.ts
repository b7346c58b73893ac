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
export { loadCheckpoint, openCheckpoint } from './checkpoint/load-checkpoint.js';
export { CONFIG_FILE, saveCheckpoint } from './checkpoint/save-checkpoint.js';
export { WEIGHTS_FILE, WEIGHTS_INDEX_FILE, type WeightFileOptions } from './checkpoint/weight-files.js';
export { gptNeox } from './gpt-neox/gpt-neox.js';
export type { GptNeoxConfig } from './gpt-neox/gpt-neox-config.js';
export { gpt2 } from './gpt2/gpt2.js';
export type { Gpt2Config } from './gpt2/gpt2-config.js';
export { initWeights } from './init-weights.js';
export { llama } from './llama/llama.js';
export type { LlamaConfig } from './llama/llama-config.js';
export { loadAdapter, saveAdapter } from './lora/adapter-files.js';
export { checkMergeable, initLora, mergeLora, withLora } from './lora/apply-lora.js';
export type { LoraConfig } from './lora/lora-config.js';
export { type LoraTarget, loraTargets } from './lora/lora-parameters.js';
export { initRankOne, rankOneLora, tokenDirection } from './lora/rank-one.js';
export { forwardFlopsPerToken, parameterCount, trainFlopsPerToken } from './model-size.js';
export { olmo } from './olmo/olmo.js';
export type { OlmoConfig } from './olmo/olmo-config.js';
export { attentionWeights, oneLayer } from './one-layer/one-layer.js';
export type { OneLayerConfig } from './one-layer/one-layer-config.js';
export { type Params, param } from './params.js';
export {
  type OpenSafetensors,
  openSafetensors,
  readSafetensors,
  type Safetensors,
} from './safetensors/read-safetensors.js';
export {
  type WriteOptions,
  type WrittenType,
  writeSafetensors,
  writeSafetensorsMeanwhile,
} from './safetensors/write-safetensors.js';
export {
  type LazyWeight,
  type LazyWeights,
  readWeights,
  sizeOf,
  type Weight,
  type Weights,
} from './weights.js';
export { isWorthCompiling } from './worth-compiling.js';
