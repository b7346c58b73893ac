import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { architectureOf, type ModelConfig } from '../architectures/registry.js';
import { modelConfigFromHuggingFace } from '../model/model-config.js';
import { matchTensors } from '../safetensors/match-tensors.js';
import { type LazyWeight, type LazyWeights, readWeights, type Weights } from '../safetensors/weights.js';
import { readConfigJson } from './read-config-json.js';
import { CONFIG_FILE } from './save-checkpoint.js';
import { settleHead } from './settle-head.js';
import { openWeightFiles } from './weight-files.js';

/**
 * Reads a Hugging Face model directory: config.json and its safetensors file or files, with or without the model's
 * prefix before the names (`transformer.` of GPT-2). Attention masks that old checkpoints carry are left out. A head
 * that is stored and differs from the embedding to which config.json ties it makes the model one that is not tied.
 * @throws LetheError when a file is absent or broken, the architecture is not known, or a parameter is missing,
 *   unexpected, there twice or of another shape
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
  const declared = modelConfigFromHuggingFace(readConfigJson(configFile), configFile);
  const architecture = architectureOf(declared);
  const { weights: files, where } = openWeightFiles(
    directory,
    (name) => architecture.localName(name) !== undefined,
  );
  checkLayers(declared, Object.keys(files).length, where);
  const stored = byLocalName(files, architecture.localName, where);
  const { config, found } = settleHead(declared, stored);
  const weights = matchTensors(found, architecture.parameters(config), {
    where,
    noun: 'parameter',
    unexpected: 'the model has no parameter',
    expected: `the parameters of ${config.layers} layers`,
    next: `use weights that belong to ${CONFIG_FILE}`,
  });
  return { config, weights };
}

/** Before anything is made for every layer: each has a tensor at least. */
function checkLayers({ layers }: ModelConfig, tensors: number, where: string): void {
  if (layers <= tensors) return;
  throw new LetheError({
    what: 'the configuration has more layers than the file has tensors',
    where,
    expected: `the parameters of ${layers} layers`,
    found: `${tensors} tensors`,
    next: `use weights that belong to ${CONFIG_FILE}`,
  });
}

function byLocalName(
  files: LazyWeights,
  localName: (fileName: string) => string | undefined,
  where: string,
): Map<string, LazyWeight> {
  const fileNames = new Map<string, string>();
  for (const fileName of Object.keys(files)) {
    const name = localName(fileName)!;
    const other = fileNames.get(name);
    if (other !== undefined) {
      throw new LetheError({
        what: `two tensors are parameter ${name}`,
        where,
        found: `${other}, ${fileName}`,
        next: 'remove one of them',
      });
    }
    fileNames.set(name, fileName);
  }
  return new Map(Array.from(fileNames, ([name, fileName]) => [name, files[fileName]!]));
}
