export { type LoraSpec, loraSpec } from './options/lora.js';
export { type ModelSpec, modelSpec } from './options/model.js';
export { type ArchitectureName, architectureNames, type ModelFields } from './options/model-fields.js';
export { type ModelPreset, modelPresets } from './options/model-presets.js';
export { type RankOneSpec, rankOneSpec } from './options/rank-one.js';
