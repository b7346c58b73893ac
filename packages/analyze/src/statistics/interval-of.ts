import { bcaInterval } from './bca-interval.js';
import type { Estimate, Interval } from './estimate.js';
import { type IntervalMethod, shapesOf } from './jackknife.js';
import { percentileInterval } from './percentile-interval.js';
import { tInterval } from './t-interval.js';

/**
 * The interval of an estimate over facts and seeds. Percentile and BCa intervals of several seeds are never narrower than
 * that of Student's t, since few seeds hardly tell how much seeds differ. Where t fails, because the estimate with
 * something left out is not finite, percentiles stand in.
 * @param level such as 0.95
 * @returns undefined where fewer than half of the resamples give a finite number
 */
export function intervalOf(estimate: Estimate, level: number): Interval | undefined {
  if (estimate.interval) return estimate.interval(level);
  const { draws, leftOut, method } = estimate;
  const byT = leftOut && tInterval(estimate, level);
  if (byT && method === 't') return byT;
  const resampled =
    method === 'bca' && leftOut
      ? bcaInterval({ ...estimate, leftOut: shapesOf(leftOut) }, level)
      : percentileInterval(draws, level);
  const several = leftOut?.some(({ of }) => of === 'seeds');
  return resampled && byT && several
    ? { low: Math.min(resampled.low, byT.low), high: Math.max(resampled.high, byT.high) }
    : resampled;
}

/** By which method `intervalOf` takes the interval of an estimate. */
export function methodOf(estimate: Estimate): IntervalMethod {
  const { method = 'percentile', leftOut, interval } = estimate;
  if (interval) return method;
  return method === 't' && !(leftOut && tInterval(estimate, 0.5)) ? 'percentile' : method;
}

/** Whether the whole interval of an estimate lies above 0. */
export function isPositive(estimate: Estimate, level: number): boolean {
  return (intervalOf(estimate, level)?.low ?? 0) > 0;
}

/**
 * Two-sided p-value of a number: one minus the largest level whose interval does not reach it.
 * @param at the number that the estimate is tested against
 * @returns undefined where the estimate has no interval
 */
export const pValue = (estimate: Estimate, at: number): number | undefined =>
  smallestAlpha(estimate, ({ low, high }) => at < low || at > high);

/**
 * One minus the largest level whose interval decides something.
 * @param decides whether an interval does; what decides has to decide as part of itself too
 * @returns undefined where the estimate has no interval
 */
export function smallestAlpha(
  estimate: Estimate,
  decides: (interval: Interval) => boolean,
): number | undefined {
  const decided = (level: number): boolean => {
    const interval = intervalOf(estimate, level);
    return interval !== undefined && decides(interval);
  };
  if (!intervalOf(estimate, 0.5)) return undefined;
  // In the logarithm of 1 - level, so that small values keep their digits.
  let [low, high] = [-36, 0];
  // Of so many resamples no smaller one can be told.
  const least =
    methodOf(estimate) === 't' || estimate.interval ? Math.exp(low) : 2 / (estimate.draws.length + 1);
  if (decided(1 - Math.exp(low))) return least;
  // To 1e-9 of the p-value: a t interval takes a search of its own.
  for (let i = 0; i < 35; i++) {
    const middle = (low + high) / 2;
    if (decided(1 - Math.exp(middle))) high = middle;
    else low = middle;
  }
  return Math.max(least, Math.exp(high));
}

/**
 * The smallest distance from an edge at which an experiment of the same size would have an interval on one side of it
 * with a probability: half the width of the interval, and what the estimate strays by on its way there.
 * @param level of the interval
 * @param power that probability, such as 0.8
 * @returns undefined where the estimate has no interval
 */
export function smallestDetectable(estimate: Estimate, level: number, power: number): number | undefined {
  const width = (at: number): number | undefined => {
    const interval = intervalOf(estimate, at);
    return interval && (interval.high - interval.low) / 2;
  };
  const [wide, narrow] = [width(level), width(2 * power - 1)];
  return wide === undefined || narrow === undefined ? undefined : wide + narrow;
}
