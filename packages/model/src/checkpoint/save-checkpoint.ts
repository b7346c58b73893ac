import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type ModelConfig, modelConfigToHuggingFace } from '../architectures.js';
import { writeSafetensors } from '../safetensors/write-safetensors.js';
import type { Weights } from '../weights.js';

export const CONFIG_FILE = 'config.json';
export const WEIGHTS_FILE = 'model.safetensors';

/**
 * Writes a directory that transformers' `from_pretrained` reads: config.json and model.safetensors.
 * It appears under its name only when it is complete; one of the same name is replaced.
 */
export function saveCheckpoint(directory: string, config: ModelConfig, weights: Weights): void {
  const unfinished = join(dirname(directory), `.${basename(directory)}.tmp`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    writeSafetensors(join(unfinished, WEIGHTS_FILE), weights);
    const json = JSON.stringify(modelConfigToHuggingFace(config), null, 2);
    writeFileSync(join(unfinished, CONFIG_FILE), `${json}\n`);
    rmSync(directory, { recursive: true, force: true });
    renameSync(unfinished, directory);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}
