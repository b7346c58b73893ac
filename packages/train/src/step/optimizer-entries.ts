import type { LazyWeights } from '@lethe/model';
import { type Optimizer, type OptimizerEntry, slotEntry, zerosLike } from '../optimizers/optimizer.js';
import type { PackedParameters } from './pack-vectors.js';

/** The entries of an optimizer for the trained parameters, packed as it has them. */
export function optimizerEntries(
  { slots }: Pick<Optimizer, 'slots'>,
  {
    shapes,
    packed,
  }: {
    shapes: Record<string, { shape: readonly number[] }>;
    packed: Pick<PackedParameters, 'shapes' | 'parameters'>;
  },
): OptimizerEntry[] {
  return slots.flatMap((slot) =>
    Object.entries(packed.shapes).map(([entry, { shape }]) => ({
      name: slotEntry(slot, entry),
      shape,
      parts: packed
        .parameters(entry)
        .map((name) => ({ name: slotEntry(slot, name), shape: shapes[name]!.shape })),
    })),
  );
}

/** The entries as they are before the first step. */
export function freshEntries(entries: readonly OptimizerEntry[]): LazyWeights {
  return zerosLike(Object.fromEntries(entries.map(({ name, shape }) => [name, { shape }])), (name) => name);
}
