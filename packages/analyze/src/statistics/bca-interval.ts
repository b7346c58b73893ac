import { normalCdf, normalQuantile } from '@lethe/contracts';
import type { Interval } from './estimate.js';
import { quantileInterval } from './percentile-interval.js';

/** What the bias-corrected and accelerated interval is made of. */
export interface BcaInput {
  /** The estimate from the whole sample. */
  point: number;
  /** Float64Array [resamples]. */
  draws: Float64Array;
  /**
   * The estimate with each cluster left out, by group that is resampled by itself; one group for one sample.
   * Values that are not finite are ignored.
   */
  leftOut: readonly Float64Array[];
}

/**
 * Bias-corrected and accelerated interval (Efron 1987), with the acceleration from the jackknife. Where the
 * point lies beyond all draws the correction is that of half a draw beyond it.
 * @param level such as 0.95
 * @returns undefined where fewer than half of the resamples give a finite number
 */
export function bcaInterval(input: BcaInput, level: number): Interval | undefined {
  return Number.isFinite(input.point) ? quantileInterval(input.draws, bcaShares(input, level)) : undefined;
}

/**
 * The quantiles of the draws at which that interval ends. Draws that are infinite count where they stand, so
 * that the quantiles may be taken of times that are never reached.
 */
export function bcaShares({ point, draws, leftOut }: BcaInput, level: number): [number, number] {
  let below = 0;
  let count = 0;
  for (const draw of draws) {
    if (Number.isNaN(draw)) continue;
    count++;
    below += draw < point ? 1 : draw === point ? 0.5 : 0;
  }
  const least = 0.5 / count;
  const bias = normalQuantile(Math.min(1 - least, Math.max(least, below / count)));
  const slope = acceleration(leftOut);
  const at = (share: number): number => {
    const z = bias + normalQuantile(share);
    const room = 1 - slope * z;
    // An acceleration so strong sends the end to the last of the draws.
    return room > 0 ? normalCdf(bias + z / room) : z > 0 ? 1 : 0;
  };
  return [at((1 - level) / 2), at((1 + level) / 2)];
}

/**
 * Acceleration of a statistic from the values that it has with each cluster left out (Efron and Tibshirani
 * 1993, 14.15; several groups as their equation 14.36 adds them up): 0 for a symmetric linear statistic.
 */
export function acceleration(leftOut: readonly Float64Array[]): number {
  let cubes = 0;
  let squares = 0;
  for (const group of leftOut) {
    const values = group.filter(Number.isFinite);
    const n = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    for (const value of values) {
      const influence = ((n - 1) / n) * (mean - value);
      cubes += influence ** 3;
      squares += influence ** 2;
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
