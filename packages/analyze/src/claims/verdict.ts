import type { Estimate, Interval } from '../statistics/estimate.js';
import { smallestAlpha } from '../statistics/interval-of.js';
import { type ClaimTest, claimRange } from './claim.js';
import type { Verdict } from './verdicts.js';

/** With fewer seeds there is no verdict: how much two differ says next to nothing of how much others would. */
export const FEWEST_SEEDS = 3;
/** From so many seeds on a verdict is strong. */
export const STRONG_SEEDS = 5;

/** How many seeds a verdict rests on: 3 or 4, or more. */
export type Strength = 'weak' | 'strong';

export const strengthOf = (seeds: number): Strength => (seeds < STRONG_SEEDS ? 'weak' : 'strong');

/** Estimates are of the order of 1; one closer to an edge than this lies on it, whatever was rounded. */
const ROUNDING = 1e-12;

/**
 * What an interval says of a claim: `reproduced` when all of it lies where the claim says, `contradicted` when none of
 * it does, else `inconclusive`. The edge of a claim is no part of it: where a number is said to be above 0, an interval
 * that ends at 0 or is 0 alone contradicts that.
 * @param constant whether the claim is about a constant of the source's own models: then ours `differs`
 */
export function verdictOf(interval: Interval | undefined, test: ClaimTest, constant = false): Verdict {
  // Of ends that are no numbers nothing is known.
  if (!interval || Number.isNaN(interval.low + interval.high)) return 'inconclusive';
  const [from, to] = claimRange(test);
  const { low, high } = interval;
  if (low > from + ROUNDING && high < to - ROUNDING) return 'reproduced';
  if (high > from + ROUNDING && low < to - ROUNDING) return 'inconclusive';
  return constant ? 'differs' : 'contradicted';
}

/**
 * p-value of a claim: one minus the largest level whose interval still gives a verdict. With one edge it is the two-sided
 * p-value of the hypothesis that the number lies at the edge. With two it is the larger of theirs inside the range, where
 * both have to be rejected (intersection-union test), and that of the nearer one outside.
 * @returns undefined where the estimate has no interval
 */
export const claimPValue = (estimate: Estimate, test: ClaimTest): number | undefined =>
  smallestAlpha(estimate, (interval) => verdictOf(interval, test) !== 'inconclusive');
