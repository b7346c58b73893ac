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
import { adapterDirectory, checkpointDirectory } from './checkpoint-schedule.js';

/**
 * Saves the parameters that a module holds as a Hugging Face directory below that of the stage; the optimizer's state
 * is left out. Where an adapter is trained, it is saved in PEFT's format first, then the model with it merged in.
 */
export async function saveParameters(
  module: Pick<CompiledModule, 'readState'>,
  config: ModelConfig,
  out: string,
  { updates, lora }: { updates: number; lora?: LoraConfig | undefined },
): Promise<void> {
  const weights = await read(module, architectureOf(config).parameters(config));
  const directory = checkpointDirectory(updates);
  if (!lora) {
    saveCheckpoint(join(out, directory), config, weights);
    return;
  }
  const parameters = loraTargets(config, lora).flatMap(({ a, b }) => [a, b]);
  const adapter = await read(module, parameters);
  saveAdapter(join(out, adapterDirectory(updates)), config, { lora, weights: adapter, baseModel: directory });
  saveCheckpoint(join(out, directory), config, mergeLora(config, weights, adapter, lora));
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
