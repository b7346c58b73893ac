import type { BootstrappedMeans } from './bootstrap-means.js';
import { type IntervalMethod, type LeftOut, type LeftOutRows, rowsIn } from './jackknife.js';

/** A number and what it is in every resample. */
export interface Estimate {
  point: number;
  /** Float64Array [resamples]. */
  draws: Float64Array;
  /** What it is with every fact and seed left out, which tells how much it varies. */
  leftOut?: readonly LeftOut[];
  /** How its intervals are made; percentiles unless given. */
  method?: IntervalMethod;
  /** Makes its intervals where none of those methods will do, as for shares near 0 and 1. */
  interval?: (level: number) => Interval | undefined;
}

export interface Interval {
  low: number;
  high: number;
}

/**
 * Rows as they come from bootstrapped means, told apart.
 * @param rows Float64Array [resamples + rows that leave something out]
 */
export function estimateOf(point: number, rows: Float64Array, leftOut?: LeftOutRows): Estimate {
  if (!leftOut) return { point, draws: rows };
  let at = rows.length - rowsIn(leftOut);
  const draws = rows.subarray(0, at);
  const groups = leftOut.groups.map(({ size, ...group }) => {
    at += size;
    return { ...group, values: rows.subarray(at - size, at) };
  });
  return { point, draws, leftOut: groups, method: leftOut.method };
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
  return ofRows(means, (row) => columns.reduce((total, column, i) => total + weights[i]! * row[column]!, 0));
}

/**
 * The mean of some columns of bootstrapped means by their shares, over those that a resample has: what one run alone
 * measured is missing where that run is left out.
 */
export function meanOfColumns(
  means: BootstrappedMeans,
  columns: readonly number[],
  shares: readonly number[],
): Estimate {
  return ofRows(means, (row) => {
    let sum = 0;
    let share = 0;
    for (const [i, column] of columns.entries()) {
      const value = row[column]!;
      if (!Number.isFinite(value)) continue;
      sum += shares[i]! * value;
      share += shares[i]!;
    }
    return sum / share;
  });
}

function ofRows(means: BootstrappedMeans, apply: (row: Float64Array) => number): Estimate {
  const rows = new Float64Array(means.draws.length / means.columns);
  for (let b = 0; b < rows.length; b++) {
    rows[b] = apply(means.draws.subarray(b * means.columns, (b + 1) * means.columns));
  }
  return estimateOf(apply(means.point), rows, means.leftOut);
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
  const { method } = estimates[0]!;
  const leftOut = groups[0]!.map((group, g) => ({
    ...group,
    values: rows(groups.map((group) => group[g]!.values)),
  }));
  return { ...result, leftOut, ...(method && { method }) };
}

/** One estimate minus another, of the same resamples. */
export const difference = (a: Estimate, b: Estimate): Estimate => combine((x, y) => x - y, a, b);

/** The mean of some estimates of the same resamples. */
export const meanOf = (estimates: readonly Estimate[]): Estimate =>
  combine((...values) => values.reduce((sum, value) => sum + value, 0) / values.length, ...estimates);

/** Bootstrap standard error: standard deviation of the finite draws; NaN with fewer than two. */
export function standardError(draws: Float64Array): number {
  const finite = draws.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return finite.length < 2 ? Number.NaN : Math.sqrt(squares / (finite.length - 1));
}
