import { studentReach } from '../numerics/student-t.js';
import type { Estimate, Interval } from './estimate.js';
import { type VariancePart, varianceParts } from './variance.js';

/**
 * Interval from the variances over seeds and facts. How far it reaches is the mean of Student's t of each part, weighted
 * by its variance (Cochran 1964): with Satterthwaite's degrees of freedom intervals over two or three seeds come out too
 * narrow, since a small variance over seeds then counts as well known. Of one part it is Student's interval.
 * @param level such as 0.95
 * @returns undefined where the estimate with something left out is no finite number
 */
export function tInterval(estimate: Estimate, level: number): Interval | undefined {
  const { point } = estimate;
  const reaches = varianceParts(estimate).map((parts) => reachOf(parts, level));
  if (reaches.length === 0 || !Number.isFinite(point)) return undefined;
  const reach = Math.max(...reaches);
  return { low: point - reach, high: point + reach };
}

/** Half of the width of an interval of variances. */
export function reachOf(parts: readonly VariancePart[], level: number): number {
  let total = 0;
  let weighted = 0;
  for (const { variance, freedom } of parts) {
    total += variance;
    weighted += variance === 0 ? 0 : variance * studentReach(level, freedom);
  }
  return total === 0 ? 0 : weighted / Math.sqrt(total);
}
