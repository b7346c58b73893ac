import { join } from 'node:path';
import { replaceDirectory, writeFileWhole } from '@lethe/contracts';
import type { ModelConfig } from '../architectures/registry.js';
import { formatModelConfig } from '../model/model-config.js';
import type { LazyWeights, Weights } from '../safetensors/weights.js';
import { type WeightFileOptions, writeWeightFiles } from './weight-files.js';

export const CONFIG_FILE = 'config.json';

export interface CheckpointOptions extends WeightFileOptions {
  /** Writes further files into the directory, which appears with them. */
  beside?: ((unfinished: string) => void) | undefined;
}

/**
 * Writes a directory that transformers' `from_pretrained` reads: config.json and model.safetensors, or several files.
 * It appears under its name only when it is complete; one of the same name is replaced.
 */
export function saveCheckpoint(
  directory: string,
  config: ModelConfig,
  weights: Weights | LazyWeights,
  { beside, ...options }: CheckpointOptions = {},
): void {
  replaceDirectory(directory, (unfinished) => {
    writeWeightFiles(unfinished, weights, options);
    writeFileWhole(join(unfinished, CONFIG_FILE), formatModelConfig(config));
    beside?.(unfinished);
  });
}
