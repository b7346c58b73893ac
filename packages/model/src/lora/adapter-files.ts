import { join } from 'node:path';
import { LetheError, readJson, replaceDirectory, writeJson } from '@lethe/contracts';
import { architectureOf, type ModelConfig } from '../architectures/registry.js';
import { isTied } from '../model/model-size.js';
import { matchTensors } from '../safetensors/match-tensors.js';
import { openSafetensors } from '../safetensors/read-safetensors.js';
import { type LazyWeight, readWeights, type Weight, type Weights } from '../safetensors/weights.js';
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
  checkTiedHead(config, lora, found, path);
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
    const tied = tiedHeadTensors(config, lora).map(([name, of]) => [name, transposed(weights[of]!)] as const);
    const all = [...names.map((name) => [name, weights[name]!] as const), ...tied];
    const files = Object.fromEntries(all.map(([name, weight]) => [peftName(config, name), weight]));
    writeSafetensors(join(unfinished, ADAPTER_WEIGHTS_FILE), files);
    writeJson(join(unfinished, ADAPTER_CONFIG_FILE), loraToPeft(config, lora, baseModel));
  });
}

/**
 * The tensors of a tied head whose embedding adapts it, and that of the embedding of which each is the transpose: PEFT
 * stores both.
 */
function tiedHeadTensors(config: ModelConfig, lora: LoraConfig): [name: string, of: string][] {
  const { tying } = architectureOf(config);
  const target = loraTargets(config, lora).find(({ weight }) => weight === tying?.embedding);
  if (!tying || !target || !lora.adaptsTiedHead || !isTied(config)) return [];
  const module = tying.head.replace(/\.weight$/, '');
  return [
    [`${module}.lora_A.weight`, target.b.name],
    [`${module}.lora_B.weight`, target.a.name],
  ];
}

/** Takes the tensors of a tied head out of those of a file. @throws LetheError unless they are the embedding's */
function checkTiedHead(
  config: ModelConfig,
  lora: LoraConfig,
  found: Map<string, LazyWeight>,
  where: string,
): void {
  for (const [name, of] of tiedHeadTensors(config, lora)) {
    const fileName = peftName(config, name);
    const [head, embedding] = [found.get(fileName), found.get(peftName(config, of))];
    found.delete(fileName);
    if (!embedding) continue;
    const wanted = transposed({ ...embedding, values: embedding.values() });
    const values = head?.values();
    const isEqual = head?.shape.join() === wanted.shape.join();
    if (isEqual && wanted.values.every((value, i) => value === values![i])) continue;
    throw new LetheError({
      what: 'the adapter of the head differs from that of the embedding to which it is tied',
      where,
      found: fileName,
      next: 'use an adapter that PEFT saved with ensure_weight_tying',
    });
  }
}

function transposed({ dtype, shape, values }: Weight): Weight {
  const [rows, columns] = shape as [number, number];
  const turned = Float32Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
  return { dtype, shape: [columns, rows], values: turned };
}
