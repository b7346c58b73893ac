import { quantile } from '../metrics/interquartile-filter.js';
import type { BootstrappedMeans } from './bootstrap-means.js';
import { placeOrder } from './place-order.js';

/** A number and what it is in every resample. */
export interface Estimate {
  point: number;
  /** Float64Array [resamples]. */
  draws: Float64Array;
}

export interface Interval {
  low: number;
  high: number;
}

/** One column of bootstrapped means. */
export function columnEstimate(means: BootstrappedMeans, column: number): Estimate {
  const resamples = means.draws.length / means.columns;
  const draws = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) draws[b] = means.draws[b * means.columns + column]!;
  return { point: means.point[column]!, draws };
}

/** A weighted sum of some columns of bootstrapped means. */
export function weightedColumns(
  means: BootstrappedMeans,
  columns: readonly number[],
  weights: readonly number[],
): Estimate {
  const sum = (row: Float64Array): number =>
    columns.reduce((total, column, i) => total + weights[i]! * row[column]!, 0);
  const resamples = means.draws.length / means.columns;
  const draws = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    draws[b] = sum(means.draws.subarray(b * means.columns, (b + 1) * means.columns));
  }
  return { point: sum(means.point), draws };
}

/**
 * Applies a function to estimates, resample by resample. Estimates of the same clusters must come from the
 * same resamples, so that what they share cancels.
 */
export function combine(apply: (...values: number[]) => number, ...estimates: Estimate[]): Estimate {
  const draws = new Float64Array(estimates[0]!.draws.length);
  const values = new Array<number>(estimates.length);
  for (let b = 0; b < draws.length; b++) {
    for (let i = 0; i < estimates.length; i++) values[i] = estimates[i]!.draws[b]!;
    draws[b] = apply(...values);
  }
  return { point: apply(...estimates.map((estimate) => estimate.point)), draws };
}

/**
 * Percentile interval of the bootstrap.
 * @param level such as 0.95
 * @returns undefined where fewer than half of the resamples give a finite number
 */
export function percentileInterval(draws: Float64Array, level: number): Interval | undefined {
  const room = new Float64Array(draws.length);
  let count = 0;
  for (let b = 0; b < draws.length; b++) if (Number.isFinite(draws[b]!)) room[count++] = draws[b]!;
  const finite = room.subarray(0, count);
  if (finite.length === 0 || finite.length < draws.length / 2) return undefined;
  // Of the order, only what stands around the two quantiles is needed.
  let from = 0;
  for (const share of [(1 - level) / 2, (1 + level) / 2]) {
    const below = Math.floor(share * (finite.length - 1));
    for (const rank of [below, below + 1]) {
      if (rank < from || rank >= finite.length) continue;
      placeOrder(finite, rank, from);
      from = rank + 1;
    }
  }
  return { low: quantile(finite, (1 - level) / 2), high: quantile(finite, (1 + level) / 2) };
}

/** The finite draws, ascending; undefined where they are fewer than half. */
export function finiteDraws(draws: Float64Array): Float64Array | undefined {
  const sorted = draws.slice().sort();
  // Infinities stand at the ends and NaN last.
  let start = 0;
  let end = sorted.length;
  while (start < end && sorted[start] === Number.NEGATIVE_INFINITY) start++;
  while (end > start && !Number.isFinite(sorted[end - 1]!)) end--;
  const finite = sorted.subarray(start, end);
  return finite.length === 0 || finite.length < draws.length / 2 ? undefined : finite;
}

/** Whether the whole interval of an estimate lies above 0. */
export function isPositive({ draws }: Estimate, level: number): boolean {
  return (percentileInterval(draws, level)?.low ?? 0) > 0;
}

/** Bootstrap standard error: standard deviation of the finite draws; NaN with fewer than two. */
export function standardError(draws: Float64Array): number {
  const finite = draws.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return finite.length < 2 ? Number.NaN : Math.sqrt(squares / (finite.length - 1));
}
