import { quantile } from './interquartile-filter.js';

/** Sums of the values that are no outliers, with one set of values left out after the other. */
export interface FilteredSums {
  /** Float64Array [sets]. */
  sums: Float64Array;
  /** Float64Array [sets]. */
  counts: Float64Array;
}

/**
 * Leaves out every set of values and seeks outliers among the others again, by interquartile ranges. The values are put in
 * order once, so that a set costs hardly more than it is large.
 * @param values Float64Array [values]; NaN are ignored
 * @param sets places of the values that are left out together
 * @param factor of the interquartile range
 */
export function filteredSums(
  values: Float64Array,
  sets: readonly Int32Array[],
  factor: number,
): FilteredSums {
  const order = Int32Array.from(values.keys())
    .filter((i) => !Number.isNaN(values[i]!))
    .sort((a, b) => values[a]! - values[b]!);
  const sorted = Float64Array.from(order, (i) => values[i]!);
  const place = new Int32Array(values.length).fill(-1);
  order.forEach((i, at) => {
    place[i] = at;
  });
  const before = new Float64Array(sorted.length + 1);
  sorted.forEach((value, i) => {
    before[i + 1] = before[i]! + value;
  });
  const result = { sums: new Float64Array(sets.length), counts: new Float64Array(sets.length) };
  sets.forEach((set, s) => {
    const removed = Int32Array.from(set, (i) => place[i]!)
      .filter((at) => at >= 0)
      .sort();
    const left = sorted.length - removed.length;
    if (left === 0) return;
    const [first, third] = [0.25, 0.75].map((share) => remaining(sorted, removed, left, share)) as [
      number,
      number,
    ];
    const reach = factor * (third - first);
    const from = placeOf(sorted, first - reach);
    const to = placeOf(sorted, third + reach, true);
    let sum = before[to]! - before[from]!;
    let count = to - from;
    for (const at of removed) {
      if (at < from || at >= to) continue;
      sum -= sorted[at]!;
      count--;
    }
    result.sums[s] = sum;
    result.counts[s] = count;
  });
  return result;
}

/** A quantile of the values that are not removed. */
function remaining(sorted: Float64Array, removed: Int32Array, left: number, share: number): number {
  const below = Math.floor(share * (left - 1));
  const pair = [below, Math.min(below + 1, left - 1)].map((rank) => {
    let at = rank;
    for (const gone of removed) if (gone <= at) at++;
    return sorted[at]!;
  });
  // The quantile between two neighbours, by their distance.
  const part = share * (left - 1) - below;
  return quantile(pair, part);
}

/** Number of values below a bound, or up to it. */
function placeOf(sorted: Float64Array, bound: number, including = false): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle]!;
    if (value < bound || (including && value === bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}
