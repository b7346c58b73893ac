export type { OneLayerConfig } from './architectures/one-layer/one-layer.js';
export { attentionWeights } from './architectures/one-layer/one-layer-forward.js';
export { type ArchitectureName, architectureOf, type ModelConfig } from './architectures/registry.js';
export type { Architecture, CommonConfig, Initializer, ParameterSpec } from './blocks/architecture.js';
export type { ForwardPass, RowOptions } from './blocks/forward-pass.js';
export { type Params, param } from './blocks/params.js';
export { loadCheckpoint, openCheckpoint } from './checkpoint/load-checkpoint.js';
export { type CheckpointOptions, CONFIG_FILE, saveCheckpoint } from './checkpoint/save-checkpoint.js';
export { WEIGHTS_FILE, WEIGHTS_INDEX_FILE, type WeightFileOptions } from './checkpoint/weight-files.js';
export { loadAdapter, saveAdapter } from './lora/adapter-files.js';
export { checkMergeable, initLora, mergeLora, withLora } from './lora/apply-lora.js';
export type { LoraConfig } from './lora/lora-config.js';
export { type LoraTarget, loraTargets } from './lora/lora-parameters.js';
export { initRankOne, rankOneLora, tokenDirection } from './lora/rank-one.js';
export { fastestMode, isWorthRecording } from './model/fastest-mode.js';
export { forward, head, hiddenStates } from './model/forward.js';
export { initWeights } from './model/init-weights.js';
export {
  modelConfigFromHuggingFace,
  modelConfigFromSpec,
  modelConfigToHuggingFace,
} from './model/model-config.js';
export { forwardFlopsPerToken, parameterCount, trainFlopsPerToken } from './model/model-size.js';
export { matchTensors, type TensorOwner } from './safetensors/match-tensors.js';
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
  writeSafetensorsAsync,
} from './safetensors/write-safetensors.js';
