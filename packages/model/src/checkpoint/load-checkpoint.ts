import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { architectureOf, type ModelConfig, modelConfigFromHuggingFace } from '../architectures.js';
import { type LazyWeights, readWeights, type Weights } from '../weights.js';
import { CONFIG_FILE } from './save-checkpoint.js';
import { openWeightFiles } from './weight-files.js';

/**
 * Reads a Hugging Face model directory: config.json and its safetensors file or files, with or without the model's
 * prefix before the names (`transformer.` of GPT-2). Attention masks that old checkpoints carry are left out.
 * @throws LetheError when a file is absent or broken, the architecture is not known, or a parameter is missing,
 *   superfluous or of another shape
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
  const config = readConfig(join(directory, CONFIG_FILE));
  const architecture = architectureOf(config);
  const localName = (name: string): string | undefined => architecture.localName(name, config);
  const { weights: files, where } = openWeightFiles(directory, (name) => localName(name) !== undefined);
  const found = new Map(Object.entries(files).map(([name, weight]) => [localName(name)!, weight]));
  const weights: LazyWeights = {};
  const wrong = (what: string, more: { expected?: string; found?: string }): LetheError =>
    new LetheError({ what, where, ...more, next: `use weights that belong to ${CONFIG_FILE}` });
  for (const { name, shape } of architecture.parameters(config)) {
    const weight = found.get(name);
    if (weight === undefined) {
      throw wrong(`parameter ${name} is missing`, { found: [...found.keys()].slice(0, 4).join(', ') });
    }
    if (weight.shape.join() !== shape.join()) {
      throw wrong(`parameter ${name} has another shape`, {
        expected: `[${shape}]`,
        found: `[${weight.shape}]`,
      });
    }
    found.delete(name);
    weights[name] = weight;
  }
  const [superfluous] = found.keys();
  if (superfluous === undefined) return { config, weights };
  throw wrong(`the model has no parameter ${superfluous}`, {
    expected: `the parameters of ${config.layers} layers`,
  });
}

function readConfig(path: string): ModelConfig {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new LetheError(
      { what: 'the configuration of the model cannot be read', where: path, found: (error as Error).message },
      { cause: error },
    );
  }
  return modelConfigFromHuggingFace(json, path);
}
