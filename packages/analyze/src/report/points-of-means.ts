import type { BootstrappedMeans } from '../bootstrap/bootstrap-means.js';
import { columnEstimate, percentileInterval } from '../bootstrap/estimate.js';
import type { Point } from './figure.js';

/**
 * Means as points with their intervals; columns without a finite mean are left out.
 * @param xs of the columns
 * @param facts number of facts behind the means: with fewer than two there is no interval
 */
export function pointsOfMeans(
  means: BootstrappedMeans,
  xs: ArrayLike<number>,
  { level, facts }: { level: number; facts: number },
): Point[] {
  return Array.from(means.point).flatMap((y, column) => {
    if (!Number.isFinite(y)) return [];
    const draws = facts < 2 ? undefined : columnEstimate(means, column).draws;
    return { x: xs[column]!, y, ...(draws ? percentileInterval(draws, level) : undefined) };
  });
}
