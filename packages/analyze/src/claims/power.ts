import type { Estimate } from '../statistics/estimate.js';
import { formatValue } from '../statistics/format-value.js';
import { smallestDetectable } from '../statistics/interval-of.js';
import { seedsToDetect } from '../statistics/seeds-to-detect.js';
import { type ClaimTest, claimRange, distanceToEdge } from './claim.js';

/** The chance at which an effect counts as detectable. */
const POWER = 0.8;

/** What an experiment could have seen of a claim. */
export interface Power {
  /** How far our value lies from the nearest edge of the claim, in its unit. */
  distance: number;
  /** The smallest distance that would give a verdict with a power of 80 %; undefined where it cannot be told. */
  detectable: number | undefined;
  /**
   * About how many seeds would do if the distance is what it seems; infinite where more seeds alone do not, undefined
   * where it cannot be told.
   */
  seeds: number | undefined;
}

/**
 * What an experiment of this size sees.
 * @param threshold largest p-value by itself that gives a verdict
 */
export function powerOf(estimate: Estimate, test: ClaimTest, threshold: number): Power {
  const distance = distanceToEdge(estimate.point, test);
  const level = 1 - threshold;
  const detectable = smallestDetectable(estimate, level, POWER);
  return {
    distance,
    detectable: Number.isFinite(detectable) ? detectable : undefined,
    seeds: seedsToDetect(estimate, distance, level, POWER),
  };
}

/** `0.021 from the edge, 0.080 would be seen (power 80 %); about 9 seeds would do`. */
export function powerText({ distance, detectable, seeds }: Power, test: ClaimTest): string {
  if (detectable === undefined) return `${formatValue(distance)} from the edge`;
  const [from, to] = claimRange(test);
  const narrow = detectable > (to - from) / 2 ? ', more than the claim has room for' : '';
  const seen = `${formatValue(distance)} from the edge, ${formatValue(detectable)} would be seen (power ${100 * POWER} %)${narrow}`;
  if (seeds === undefined || detectable <= distance) return seen;
  return `${seen}; ${Number.isFinite(seeds) ? `about ${seeds} seeds would do` : 'more seeds alone would hardly do'}`;
}
