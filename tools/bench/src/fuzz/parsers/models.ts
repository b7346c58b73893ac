import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readJson } from '@lethe/contracts';
import {
  loadAdapter,
  type ModelConfig,
  modelConfigFromHuggingFace,
  openCheckpoint,
  readSafetensors,
} from '@lethe/model';
import type { FuzzedParser } from '../fuzzed-parser.js';
import { fixtures, packagePath } from './fixtures.js';

const MODEL = 'model/fixtures/tiny-gpt2';
const ADAPTER = 'model/fixtures/adapter-tiny-gpt2';
const WEIGHTS = 'model.safetensors';

/** Copies a file of a fixture beside the one that is read. */
const beside = (directory: string, folder: string, name: string): void =>
  copyFileSync(packagePath(folder, name), join(directory, name));

let adapted: ModelConfig | undefined;
const adaptedModel = (): ModelConfig => {
  adapted ??= openCheckpoint(packagePath(MODEL)).config;
  return adapted;
};

/** Directories of models and adapters as transformers and PEFT write them. */
export const modelParsers: readonly FuzzedParser[] = [
  {
    name: 'safetensors',
    file: WEIGHTS,
    holds: 'bytes',
    seeds: () => [...fixtures(MODEL, /\.safetensors$/), ...fixtures(ADAPTER, /\.safetensors$/)],
    read: (path) => readSafetensors(path),
  },
  {
    name: 'safetensors-index',
    file: 'model.safetensors.index.json',
    holds: 'json',
    seeds: (directory) => {
      beside(directory, MODEL, 'config.json');
      copyFileSync(packagePath(MODEL, WEIGHTS), join(directory, 'model-00001-of-00001.safetensors'));
      const names = Object.keys(readSafetensors(packagePath(MODEL, WEIGHTS)).weights);
      const weight_map = Object.fromEntries(names.map((name) => [name, 'model-00001-of-00001.safetensors']));
      return [Buffer.from(JSON.stringify({ metadata: { total_size: 1 }, weight_map }))];
    },
    read: (path) => openCheckpoint(dirname(path)),
  },
  {
    name: 'config.json',
    file: 'config.json',
    holds: 'json',
    seeds: () => {
      const models = ['gpt2', 'gpt-neox', 'llama', 'olmo', 'qwen2', 'qwen3', 'mistral', 'gemma2', 'gemma3'];
      return models.flatMap((name) => fixtures(`model/fixtures/tiny-${name}`, /^config\.json$/));
    },
    read: (path) => modelConfigFromHuggingFace(readJson(path, { what: 'not JSON' }), path),
  },
  {
    name: 'checkpoint',
    file: 'config.json',
    holds: 'json',
    seeds: (directory) => {
      beside(directory, MODEL, WEIGHTS);
      return fixtures(MODEL, /^config\.json$/);
    },
    read: (path) => openCheckpoint(dirname(path)),
  },
  {
    name: 'adapter_config.json',
    file: 'adapter_config.json',
    holds: 'json',
    seeds: (directory) => {
      beside(directory, ADAPTER, 'adapter_model.safetensors');
      return fixtures(ADAPTER, /^adapter_config\.json$/);
    },
    read: (path) => loadAdapter(dirname(path), adaptedModel()),
  },
];
