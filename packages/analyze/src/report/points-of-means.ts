import type { BootstrappedMeans } from '../statistics/bootstrap-means.js';
import { columnIntervals } from '../statistics/column-intervals.js';
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
  const columns = Array.from(means.point.keys()).filter((column) => Number.isFinite(means.point[column]!));
  const intervals = facts < 2 ? undefined : columnIntervals(means, level, columns);
  return columns.map((column) => ({
    x: xs[column]!,
    y: means.point[column]!,
    ...intervals?.get(column),
  }));
}
