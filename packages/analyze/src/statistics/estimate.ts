import type { BootstrappedMeans } from './bootstrap-means.js';
import { quantile } from './interquartile-filter.js';
import { placeOrder } from './place-order.js';

/** A number and what it is in every resample. */
export interface Estimate {
  point: number;
  /** Float64Array [resamples]. */
  draws: Float64Array;
  /**
   * What it is with each cluster left out, by group that is resampled by itself. Where it is given, intervals are
   * bias-corrected and accelerated, else percentile ones.
   */
  leftOut?: readonly Float64Array[];
}

export interface Interval {
  low: number;
  high: number;
}

/**
 * Rows as they come from bootstrapped means, told apart.
 * @param rows Float64Array [resamples + rows of `leftOut`]
 * @param leftOut rows at the end, by group
 */
export function estimateOf(point: number, rows: Float64Array, leftOut: readonly number[] = []): Estimate {
  let at = rows.length - leftOut.reduce((sum, size) => sum + size, 0);
  const draws = rows.subarray(0, at);
  if (leftOut.length === 0) return { point, draws };
  const groups = leftOut.map((size) => {
    at += size;
    return rows.subarray(at - size, at);
  });
  return { point, draws, leftOut: groups };
}

/** One column of bootstrapped means. */
export function columnEstimate(means: BootstrappedMeans, column: number): Estimate {
  const rows = new Float64Array(means.draws.length / means.columns);
  for (let b = 0; b < rows.length; b++) rows[b] = means.draws[b * means.columns + column]!;
  return estimateOf(means.point[column]!, rows, means.leftOut);
}

/** A weighted sum of some columns of bootstrapped means. */
export function weightedColumns(
  means: BootstrappedMeans,
  columns: readonly number[],
  weights: readonly number[],
): Estimate {
  const sum = (row: Float64Array): number =>
    columns.reduce((total, column, i) => total + weights[i]! * row[column]!, 0);
  const rows = new Float64Array(means.draws.length / means.columns);
  for (let b = 0; b < rows.length; b++) {
    rows[b] = sum(means.draws.subarray(b * means.columns, (b + 1) * means.columns));
  }
  return estimateOf(sum(means.point), rows, means.leftOut);
}

/**
 * Applies a function to estimates, resample by resample. Estimates of the same clusters must come from the
 * same resamples, so that what they share cancels.
 */
export function combine(apply: (...values: number[]) => number, ...estimates: Estimate[]): Estimate {
  const rows = (parts: readonly Float64Array[]): Float64Array => {
    const [first, second] = parts as [Float64Array, Float64Array | undefined];
    // Calls with a list of arguments take many times as long.
    if (parts.length === 1) return first.map((value) => apply(value));
    if (parts.length === 2) return first.map((value, b) => apply(value, second![b]!));
    const values = new Array<number>(parts.length);
    return first.map((_, b) => {
      for (let i = 0; i < parts.length; i++) values[i] = parts[i]![b]!;
      return apply(...values);
    });
  };
  const result: Estimate = {
    point: apply(...estimates.map((estimate) => estimate.point)),
    draws: rows(estimates.map((estimate) => estimate.draws)),
  };
  const groups = estimates.map((estimate) => estimate.leftOut);
  if (!groups.every((group) => group !== undefined)) return result;
  return { ...result, leftOut: groups[0]!.map((_, g) => rows(groups.map((group) => group[g]!))) };
}

/** One estimate minus another, of the same resamples. */
export const difference = (a: Estimate, b: Estimate): Estimate => combine((x, y) => x - y, a, b);

/** The mean of some estimates of the same resamples. */
export const meanOf = (estimates: readonly Estimate[]): Estimate =>
  combine((...values) => values.reduce((sum, value) => sum + value, 0) / values.length, ...estimates);

/**
 * Percentile interval of the bootstrap.
 * @param level such as 0.95
 * @returns undefined where fewer than half of the resamples give a finite number
 */
export function percentileInterval(draws: Float64Array, level: number): Interval | undefined {
  return quantileInterval(draws, [(1 - level) / 2, (1 + level) / 2]);
}

/**
 * Two quantiles of the finite draws, with only what stands around them put in order.
 * @param shares ascending
 * @returns undefined where fewer than half of the resamples give a finite number
 */
export function quantileInterval(
  draws: Float64Array,
  shares: readonly [number, number],
): Interval | undefined {
  if (room.length < draws.length) room = new Float64Array(draws.length);
  let count = 0;
  for (let b = 0; b < draws.length; b++) {
    const value = draws[b]!;
    // Zero for every finite number, else NaN.
    if (value - value === 0) room[count++] = value;
  }
  if (count === 0 || count < draws.length / 2) return undefined;
  const finite = room.subarray(0, count);
  const below = shares.map((share) => Math.floor(share * (count - 1))) as [number, number];
  return tails(finite, below, shares) ?? selected(finite, below, shares);
}

/** Reused by every call, so that intervals at thousands of times leave nothing to collect. */
let room = new Float64Array(0);

/** Both quantiles by selection. */
function selected(
  finite: Float64Array,
  below: readonly [number, number],
  shares: readonly [number, number],
): Interval {
  let from = 0;
  for (const first of below) {
    for (const rank of [first, first + 1]) {
      if (rank < from || rank >= finite.length) continue;
      placeOrder(finite, rank, from);
      from = rank + 1;
    }
  }
  return { low: quantile(finite, shares[0]), high: quantile(finite, shares[1]) };
}

/** Values of which a sample tells how far the tails reach. */
const SAMPLE = 64;
const sample = new Float64Array(SAMPLE);
/** Most values of a tail. */
const TAIL = 1024;
const smallValues = new Float64Array(TAIL);
const largeValues = new Float64Array(TAIL);

/**
 * Both quantiles from the two tails alone, which are cut off where a sample of the values says and put in order.
 * @returns undefined where the sample cut off too little, or the tails are most of the values
 */
function tails(
  finite: Float64Array,
  [low, high]: readonly [number, number],
  shares: readonly [number, number],
): Interval | undefined {
  const count = finite.length;
  const cut = (share: number): number => Math.ceil(share * SAMPLE) + 3;
  const [lower, upper] = [cut(shares[0]), cut(1 - shares[1])];
  if (count < 4 * SAMPLE || lower + upper > SAMPLE / 2) return undefined;
  for (let i = 0; i < SAMPLE; i++) sample[i] = finite[Math.floor((i * count) / SAMPLE)]!;
  sample.sort();
  const [least, most] = [sample[lower - 1]!, sample[SAMPLE - upper]!];
  if (!(least < most)) return undefined;
  let small = 0;
  let large = 0;
  for (let i = 0; i < count; i++) {
    const value = finite[i]!;
    if (value <= least) smallValues[small++ % TAIL] = value;
    else if (value >= most) largeValues[large++ % TAIL] = value;
  }
  const enough = low + 2 <= small && count - high <= large;
  if (!enough || small > TAIL || large > TAIL) return undefined;
  const lowTail = smallValues.subarray(0, small).sort();
  const highTail = largeValues.subarray(0, large).sort();
  return {
    low: between(lowTail, low, fraction(shares[0] * (count - 1))),
    high: between(highTail, high - (count - large), fraction(shares[1] * (count - 1))),
  };
}

const fraction = (place: number): number => place - Math.floor(place);

/** The value at a share of the way from one rank to the next. */
function between(sorted: Float64Array, below: number, share: number): number {
  const value = sorted[below]!;
  return below + 1 < sorted.length ? value + share * (sorted[below + 1]! - value) : value;
}

/** Bootstrap standard error: standard deviation of the finite draws; NaN with fewer than two. */
export function standardError(draws: Float64Array): number {
  const finite = draws.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return finite.length < 2 ? Number.NaN : Math.sqrt(squares / (finite.length - 1));
}
