import { intervalOf } from '../bootstrap/bca-interval.js';
import type { BootstrappedMeans } from '../bootstrap/bootstrap-means.js';
import { columnEstimate } from '../bootstrap/estimate.js';
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
    const interval = facts < 2 ? undefined : intervalOf(columnEstimate(means, column), level);
    return { x: xs[column]!, y, ...interval };
  });
}
