import { createRandom } from '@lethe/contracts';
import { pickParts } from './pick-parts.js';

/**
 * Which background row comes at each place of the training stream: every epoch has another random order of all rows.
 * It depends on the seed and the number of rows alone, so runs with other injections, or none, see the same
 * background.
 * @param purpose of the random numbers
 * @returns a function from the place (step x batch size + row of the batch) to the row of the sequences table
 */
export function createBackgroundOrder(
  rows: number,
  seed: number,
  purpose = 'data/order/epoch',
): (place: number) => number {
  let epoch = -1;
  const permutation = new Int32Array(rows);
  return (place) => {
    const wanted = Math.floor(place / rows);
    if (wanted !== epoch) {
      for (let i = 0; i < rows; i++) permutation[i] = i;
      createRandom(seed, purpose, wanted).shuffle(permutation);
      epoch = wanted;
    }
    return permutation[place % rows]!;
  };
}

/** Rows of the sequences table that belong to one part of the background. */
export interface PartRows {
  name: string;
  /** Of the rows that training sees. */
  share: number;
  firstRow: number;
  rows: number;
}

/**
 * The same for a background of several parts, each of which has its share of every stretch of training (`pickParts`).
 * A part begins its next epoch when its rows are used up, whatever the others do, so a small one is repeated.
 * Places are asked for in ascending order; an earlier one costs as much as all before it.
 */
export function createMixedOrder(parts: readonly PartRows[], seed: number): (place: number) => number {
  if (parts.length === 1) return createBackgroundOrder(parts[0]!.rows, seed);
  const orders = parts.map(({ name, rows }) => createBackgroundOrder(rows, seed, `data/order/epoch/${name}`));
  let places = 0;
  let picks = pickParts(parts, seed, 'data/order/mix');
  let used = new Float64Array(parts.length);
  let part = 0;
  return (place) => {
    if (place < places - 1) {
      places = 0;
      picks = pickParts(parts, seed, 'data/order/mix');
      used = new Float64Array(parts.length);
    }
    for (; places <= place; places++) {
      part = picks.next().value;
      used[part]!++;
    }
    return parts[part]!.firstRow + orders[part]!(used[part]! - 1);
  };
}
