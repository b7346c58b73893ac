import { join } from 'node:path';
import { readJson, replaceDirectory, writeJson } from '@lethe/contracts';
import { architectureOf, type ModelConfig } from '../architectures/registry.js';
import { matchTensors } from '../safetensors/match-tensors.js';
import { openSafetensors } from '../safetensors/read-safetensors.js';
import { readWeights, type Weights } from '../safetensors/weights.js';
import { writeSafetensors } from '../safetensors/write-safetensors.js';
import { takeBaseLayers } from './base-layers.js';
import type { LoraConfig } from './lora-config.js';
import { loraTargets } from './lora-parameters.js';
import { loraFromPeft, loraToPeft } from './peft-config.js';

const ADAPTER_CONFIG_FILE = 'adapter_config.json';
const ADAPTER_WEIGHTS_FILE = 'adapter_model.safetensors';
const PREFIX = 'base_model.model.';

/** Name of an adapter's tensor in PEFT's file. */
function peftName(config: ModelConfig, name: string): string {
  const { peftPrefix = '', tying } = architectureOf(config);
  const isHead = tying !== undefined && name.startsWith(tying.head.replace(/weight$/, ''));
  return `${PREFIX}${isHead ? '' : peftPrefix}${name}`;
}

/** Names in PEFT's file of a parameter of the model itself: beside an adapter on it, or by itself. */
function peftBaseNames(config: ModelConfig, name: string): string[] {
  const fileName = peftName(config, name);
  return [fileName, fileName.replace(/weight$/, 'base_layer.weight')];
}

/**
 * Reads an adapter that PEFT or `saveAdapter` wrote, for a model of this configuration.
 * @returns its tensors, and where the file holds the model's embedding or head too, these by the model's names: they
 *   replace the model's own
 * @throws LetheError when a file is absent or broken, the adapter is of another kind, or a tensor is missing,
 *   unexpected or of another shape
 */
export function loadAdapter(directory: string, config: ModelConfig): { lora: LoraConfig; weights: Weights } {
  const configFile = join(directory, ADAPTER_CONFIG_FILE);
  const lora = loraFromPeft(
    readJson(configFile, { what: 'the configuration of the adapter cannot be read' }),
    configFile,
  );
  const path = join(directory, ADAPTER_WEIGHTS_FILE);
  const found = new Map(Object.entries(openSafetensors(path).weights));
  const base = takeBaseLayers(config, found, (name) => peftBaseNames(config, name), path);
  const adapter = matchTensors(
    found,
    loraTargets(config, lora)
      .flatMap(({ a, b }) => [a, b])
      .map(({ name, shape }) => ({ name, fileName: peftName(config, name), shape })),
    {
      where: path,
      noun: 'tensor',
      unexpected: 'the adapter has no place for tensor',
      next: 'use an adapter that was made for this model',
    },
  );
  return { lora, weights: readWeights({ ...adapter, ...base }) };
}

/**
 * Writes an adapter as PEFT does: adapter_config.json and adapter_model.safetensors. The directory appears under its
 * name only when it is complete; one of the same name is replaced.
 * @param baseModel name or path of the model that it adapts, for PEFT
 */
export function saveAdapter(
  directory: string,
  config: ModelConfig,
  { lora, weights, baseModel }: { lora: LoraConfig; weights: Weights; baseModel: string },
): void {
  replaceDirectory(directory, (unfinished) => {
    const names = loraTargets(config, lora).flatMap(({ a, b }) => [a.name, b.name]);
    const files = Object.fromEntries(names.map((name) => [peftName(config, name), weights[name]!]));
    writeSafetensors(join(unfinished, ADAPTER_WEIGHTS_FILE), files);
    writeJson(join(unfinished, ADAPTER_CONFIG_FILE), loraToPeft(config, lora, baseModel));
  });
}
