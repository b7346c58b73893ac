import type { BootstrappedMeans } from './bootstrap-means.js';
import { estimateOf, type Interval } from './estimate.js';
import { intervalOf } from './interval-of.js';

/** Columns that are gathered at a time: some of the processor's fetches from every row, which lies on another page. */
const BLOCK = 32;

/**
 * The intervals of many columns of bootstrapped means, with no more memory than a few columns take.
 * @param level such as 0.95
 * @param wanted ascending column numbers
 * @returns by column; none where fewer than half of the resamples give a finite number
 */
export function columnIntervals(
  means: BootstrappedMeans,
  level: number,
  wanted: readonly number[],
): Map<number, Interval> {
  const { columns, point, draws, leftOut } = means;
  const rows = columns === 0 ? 0 : draws.length / columns;
  const gathered = Array.from({ length: BLOCK }, () => new Float64Array(rows));
  const intervals = new Map<number, Interval>();
  for (let from = 0; from < wanted.length; from += BLOCK) {
    const block = wanted.slice(from, from + BLOCK);
    for (let b = 0; b < rows; b++) {
      for (let k = 0; k < block.length; k++) gathered[k]![b] = draws[b * columns + block[k]!]!;
    }
    block.forEach((column, k) => {
      const interval = intervalOf(estimateOf(point[column]!, gathered[k]!, leftOut), level);
      if (interval) intervals.set(column, interval);
    });
  }
  return intervals;
}
