import type { Estimate } from './estimate.js';
import { methodOf } from './interval-of.js';
import { reachOf } from './t-interval.js';
import { varianceParts } from './variance.js';

const MOST = 100;

/**
 * About how many seeds would see a distance from an edge: the variance over seeds falls with their number and becomes
 * better known, that over facts which all seeds share stays. As rough as the variance over the seeds that there are.
 * @param level of the interval
 * @param power chance to see it, above 0.5
 * @returns infinity where a hundred would not do; undefined where intervals are not of Student's t over seeds
 */
export function seedsToDetect(
  estimate: Estimate,
  distance: number,
  level: number,
  power: number,
): number | undefined {
  const [parts, ...others] = varianceParts(estimate);
  const seeds = estimate.leftOut?.find(({ of }) => of === 'seeds')?.values.length;
  if (!parts || others.length > 0 || seeds === undefined || methodOf(estimate) !== 't') return undefined;
  const [overSeeds, ...rest] = parts;
  const sees = (count: number): boolean => {
    const fewer = { variance: (overSeeds!.variance * seeds) / count, freedom: count - 1 };
    const all = [fewer, ...rest];
    return reachOf(all, level) + reachOf(all, 2 * power - 1) <= distance;
  };
  if (!sees(MOST)) return Number.POSITIVE_INFINITY;
  let [low, high] = [1, MOST];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (sees(middle)) high = middle;
    else low = middle;
  }
  return high;
}
