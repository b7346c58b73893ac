import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  architectureOf,
  type LoraConfig,
  loraTargets,
  type ModelConfig,
  mergeLora,
  saveAdapter,
  saveCheckpoint,
  type Weights,
} from '@lethe/model';
import type { CompiledModule } from '@lethe/runtime';
import { TOKENIZER_CONFIG_FILE, TOKENIZER_FILE } from '@lethe/tokenizers';
import { checkFiniteWeights } from '../check-finite.js';
import { adapterDirectory, checkpointDirectory } from './checkpoint-schedule.js';
import { readOptimizer, type SavedOptimizer, writeOptimizer } from './optimizer-file.js';

export interface SaveOptions {
  /** Updates done, which name the directory. */
  updates: number;
  /** The adapter, where one is trained. */
  lora?: LoraConfig | undefined;
  /** Data directory, whose tokenizer is saved beside the weights: without it nothing says what their ids mean. */
  data?: string | undefined;
  /** The optimizer, where its state is to be saved too. */
  optimizer?: SavedOptimizer | undefined;
}

/**
 * Saves the parameters that a module holds as a Hugging Face directory below that of the stage. Where an adapter is
 * trained, it is saved in PEFT's format first, then the model with it merged in.
 * @throws LetheError where one of them, or the optimizer, is not finite
 */
export async function saveParameters(
  module: Pick<CompiledModule, 'readState'>,
  config: ModelConfig,
  out: string,
  { updates, lora, data, optimizer }: SaveOptions,
): Promise<void> {
  const weights = await read(module, architectureOf(config).parameters(config));
  const moments = optimizer && (await readOptimizer(module, optimizer.entries));
  const beside = (unfinished: string): void => {
    if (data !== undefined) copyTokenizer(data, unfinished);
    if (optimizer) writeOptimizer(unfinished, optimizer, moments!);
  };
  const directory = checkpointDirectory(updates);
  const check = (values: Weights): void => checkFiniteWeights(updates, values, { out });
  check({ ...weights, ...moments });
  if (!lora) {
    saveCheckpoint(join(out, directory), config, weights, { beside });
    return;
  }
  const parameters = loraTargets(config, lora).flatMap(({ a, b }) => [a, b]);
  const adapter = await read(module, parameters);
  const merged = mergeLora(config, weights, adapter, lora);
  check({ ...adapter, ...merged });
  saveAdapter(join(out, adapterDirectory(updates)), config, { lora, weights: adapter, baseModel: directory });
  saveCheckpoint(join(out, directory), config, merged, { beside });
}

/** Copies a tokenizer and what stands beside it about the end of a text. */
function copyTokenizer(data: string, directory: string): void {
  for (const name of [TOKENIZER_FILE, TOKENIZER_CONFIG_FILE]) {
    if (existsSync(join(data, name))) copyFileSync(join(data, name), join(directory, name));
  }
}

async function read(
  module: Pick<CompiledModule, 'readState'>,
  parameters: readonly { name: string; shape: number[] }[],
): Promise<Weights> {
  const values = await module.readState(parameters.map(({ name }) => name));
  return Object.fromEntries(
    parameters.map(({ name, shape }) => [
      name,
      { dtype: 'float32', shape, values: values[name] as Float32Array },
    ]),
  );
}
