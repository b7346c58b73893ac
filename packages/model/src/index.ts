export type { GptNeoxConfig } from './architectures/gpt-neox/gpt-neox.js';
export { gptNeox } from './architectures/gpt-neox/gpt-neox-forward.js';
export type { Gpt2Config } from './architectures/gpt2/gpt2.js';
export { gpt2 } from './architectures/gpt2/gpt2-forward.js';
export type { LlamaConfig } from './architectures/llama/llama.js';
export { llama } from './architectures/llama/llama-forward.js';
export type { OlmoConfig } from './architectures/olmo/olmo.js';
export { olmo } from './architectures/olmo/olmo-forward.js';
export type { OneLayerConfig } from './architectures/one-layer/one-layer.js';
export { attentionWeights, oneLayer } from './architectures/one-layer/one-layer-forward.js';
export type {
  Architecture,
  CommonConfig,
  Initializer,
  ParameterSpec,
  RowOptions,
} from './blocks/architecture.js';
export { type Params, param } from './blocks/params.js';
export { loadCheckpoint, openCheckpoint } from './checkpoint/load-checkpoint.js';
export { CONFIG_FILE, saveCheckpoint } from './checkpoint/save-checkpoint.js';
export { WEIGHTS_FILE, WEIGHTS_INDEX_FILE, type WeightFileOptions } from './checkpoint/weight-files.js';
export { loadAdapter, saveAdapter } from './lora/adapter-files.js';
export { checkMergeable, initLora, mergeLora, withLora } from './lora/apply-lora.js';
export type { LoraConfig } from './lora/lora-config.js';
export { type LoraTarget, loraTargets } from './lora/lora-parameters.js';
export { initRankOne, rankOneLora, tokenDirection } from './lora/rank-one.js';
export {
  architectureOf,
  forward,
  head,
  hiddenStates,
  type ModelConfig,
  modelConfigFromHuggingFace,
  modelConfigFromSpec,
  modelConfigToHuggingFace,
} from './model/forward.js';
export { initWeights } from './model/init-weights.js';
export { forwardFlopsPerToken, parameterCount, trainFlopsPerToken } from './model/model-size.js';
export { isWorthCompiling } from './model/worth-compiling.js';
export {
  type OpenSafetensors,
  openSafetensors,
  readSafetensors,
  type Safetensors,
} from './safetensors/read-safetensors.js';
export {
  type LazyWeight,
  type LazyWeights,
  readWeights,
  sizeOf,
  type Weight,
  type Weights,
} from './safetensors/weights.js';
export {
  type WriteOptions,
  type WrittenType,
  writeSafetensors,
  writeSafetensorsMeanwhile,
} from './safetensors/write-safetensors.js';
