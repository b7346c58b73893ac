import { normalQuantile } from '@lethe/contracts';
import { incompleteBeta } from './incomplete-beta.js';

/** P(|T| > t) of Student's T. */
export const studentTails = (t: number, freedom: number): number =>
  incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);

/**
 * The t with P(|T| <= t) = level: how many standard errors an interval reaches to either side.
 * @param level from 0 to 1
 * @param freedom degrees of freedom, positive, whole or not
 */
export function studentReach(level: number, freedom: number): number {
  if (level <= 0) return 0;
  if (freedom === 1) return Math.tan((Math.PI * level) / 2);
  if (freedom === 2) return level * Math.sqrt(2 / (1 - level * level));
  const wanted = 1 - level;
  // Tails fall with t: bisection in the logarithm from the normal reach, which is a lower end.
  let low = normalQuantile((1 + Math.min(level, 1 - 1e-16)) / 2);
  let high = 2 * low + 1;
  while (studentTails(high, freedom) > wanted) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (studentTails(middle, freedom) > wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
