import { join } from 'node:path';
import { readJson } from '@lethe/contracts';
import { architectureOf, type ModelConfig } from '../architectures/registry.js';
import { modelConfigFromHuggingFace } from '../model/model-config.js';
import { matchTensors } from '../safetensors/match-tensors.js';
import { type LazyWeights, readWeights, type Weights } from '../safetensors/weights.js';
import { CONFIG_FILE } from './save-checkpoint.js';
import { openWeightFiles } from './weight-files.js';

/**
 * Reads a Hugging Face model directory: config.json and its safetensors file or files, with or without the model's
 * prefix before the names (`transformer.` of GPT-2). Attention masks that old checkpoints carry are left out.
 * @throws LetheError when a file is absent or broken, the architecture is not known, or a parameter is missing,
 *   unexpected or of another shape
 */
export function loadCheckpoint(directory: string): { config: ModelConfig; weights: Weights } {
  const { config, weights } = openCheckpoint(directory);
  return { config, weights: readWeights(weights) };
}

/**
 * As `loadCheckpoint`, but each parameter is read when it is asked for. `compile` takes such weights as its state, and
 * then a model never lies in JavaScript's memory as a whole.
 */
export function openCheckpoint(directory: string): { config: ModelConfig; weights: LazyWeights } {
  const configFile = join(directory, CONFIG_FILE);
  const json = readJson(configFile, { what: 'the configuration of the model cannot be read' });
  const config = modelConfigFromHuggingFace(json, configFile);
  const architecture = architectureOf(config);
  const localName = (name: string): string | undefined => architecture.localName(name, config);
  const { weights: files, where } = openWeightFiles(directory, (name) => localName(name) !== undefined);
  const found = new Map(Object.entries(files).map(([name, weight]) => [localName(name)!, weight]));
  const weights = matchTensors(found, architecture.parameters(config), {
    where,
    noun: 'parameter',
    unexpected: 'the model has no parameter',
    expected: `the parameters of ${config.layers} layers`,
    next: `use weights that belong to ${CONFIG_FILE}`,
  });
  return { config, weights };
}
