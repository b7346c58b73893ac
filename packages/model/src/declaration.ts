export { type ArchitectureName, architectureOf } from './architectures/registry.js';
export { type LoraSpec, loraSpec } from './options/lora.js';
export {
  architectureNames,
  type ModelFields,
  type ModelPreset,
  type ModelSpec,
  modelPresets,
  modelSpec,
} from './options/model.js';
export { type RankOneSpec, rankOneSpec } from './options/rank-one.js';
