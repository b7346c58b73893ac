import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import {
  type LazyWeight,
  type LazyWeights,
  matchTensors,
  openSafetensors,
  sizeOf,
  type Weights,
  writeSafetensors,
} from '@lethe/model';
import type { CompiledModule } from '@lethe/runtime';
import type { OptimizerEntry } from '../optimizers/optimizer.js';

/** In a checkpoint: what the optimizer kept for every trained parameter, and how many updates it had taken. */
export const OPTIMIZER_FILE = 'optimizer.safetensors';

/** An optimizer as a checkpoint holds it. */
export interface SavedOptimizer {
  /** `adamw` or `sgd`. */
  type: string;
  /** Updates that it has taken, those before a checkpoint that it went on from included. */
  updates: number;
  entries: readonly OptimizerEntry[];
}

/** Reads the state of an optimizer from the module, one tensor per parameter as in the file. */
export async function readOptimizer(
  module: Pick<CompiledModule, 'readState'>,
  entries: readonly OptimizerEntry[],
): Promise<Weights> {
  const state = await module.readState(entries.map(({ name }) => name));
  const tensors: Weights = {};
  for (const { name, parts } of entries) {
    let begin = 0;
    for (const part of parts) {
      const end = begin + sizeOf(part.shape);
      const values = (state[name] as Float32Array).subarray(begin, end);
      tensors[part.name] = { dtype: 'float32', shape: [...part.shape], values };
      begin = end;
    }
  }
  return tensors;
}

/** Writes the state of an optimizer into the directory of a checkpoint. */
export function writeOptimizer(
  directory: string,
  { type, updates }: Pick<SavedOptimizer, 'type' | 'updates'>,
  tensors: Weights,
): void {
  const metadata = { format: 'pt', optimizer: type, updates: String(updates) };
  writeSafetensors(join(directory, OPTIMIZER_FILE), tensors, { metadata });
}

/**
 * Opens the state of the optimizer in a checkpoint, for a training that goes on with it.
 * @param wanted type and entries of that training's optimizer
 * @returns the entries of the state, read when they are asked for, and the updates that the optimizer has taken
 * @throws LetheError when the checkpoint has none, or one of another optimizer
 */
export function openOptimizer(
  checkpoint: string,
  { type, entries }: Pick<SavedOptimizer, 'type' | 'entries'>,
): { updates: number; state: LazyWeights } {
  const path = join(checkpoint, OPTIMIZER_FILE);
  if (!existsSync(path)) {
    throw new LetheError({
      what: 'training is to go on with the optimizer of a checkpoint that has none',
      where: 'train.from.optimizer',
      expected: path,
      found: readdirSync(checkpoint).sort().join(', '),
      next: 'let its training save it, with train.checkpoints: { "at": [...], "optimizer": true }, or begin with a fresh one: "optimizer": "fresh"',
    });
  }
  const { metadata, weights } = openSafetensors(path);
  const updates = Number(metadata.updates);
  if (metadata.optimizer !== type || !Number.isInteger(updates)) {
    throw new LetheError({
      what: 'the checkpoint holds the state of another optimizer',
      where: path,
      expected: `that of ${type} (train.optimizer.type)`,
      found: `that of ${metadata.optimizer ?? 'an unknown one'} after ${metadata.updates ?? '?'} updates`,
      next: 'choose that optimizer, or begin with a fresh one: "optimizer": "fresh" in train.from',
    });
  }
  const tensors = matchTensors(
    new Map(Object.entries(weights)),
    entries.flatMap(({ parts }) => parts),
    {
      where: path,
      noun: 'the value of the optimizer',
      unexpected: 'this training has no value of the optimizer',
      next: 'begin with a fresh optimizer: "optimizer": "fresh" in train.from',
    },
  );
  const state = entries.map(({ name, shape, parts }): [string, LazyWeight] => {
    const values = (): Float32Array => concatenate(parts.map((part) => tensors[part.name]!.values()));
    return [name, { dtype: 'float32', shape: [...shape], values }];
  });
  return { updates, state: Object.fromEntries(state) };
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let begin = 0;
  for (const part of parts) {
    whole.set(part, begin);
    begin += part.length;
  }
  return whole;
}
