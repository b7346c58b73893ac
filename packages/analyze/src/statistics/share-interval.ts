import { betaQuantile } from '../numerics/incomplete-beta.js';
import { studentReach } from '../numerics/student-t.js';
import { difference, type Estimate, type Interval } from './estimate.js';
import { intervalOf } from './interval-of.js';
import { tInterval } from './t-interval.js';
import { jackknifeError } from './variance.js';

/**
 * Exact binomial interval (Clopper and Pearson 1934).
 * @param successes from 0 to `trials`, whole or not
 * @param trials independent ones
 */
export function clopperPearson(successes: number, trials: number, level: number): Interval {
  const tail = (1 - level) / 2;
  const failures = trials - successes;
  return {
    low: successes <= 0 ? 0 : betaQuantile(tail, successes, failures + 1),
    high: failures <= 0 ? 1 : betaQuantile(1 - tail, successes + 1, failures),
  };
}

/**
 * A share of facts whose intervals are exact where they would be Student's t: those of as many independent facts as its
 * variance over seeds and facts comes to (Korn and Graubard 1998), and of all facts where they agree.
 * @param share an estimate from 0 to 1
 * @param facts how many distinct facts it is of
 */
export function exactShare(share: Estimate, facts: number): Estimate {
  if (share.method !== 't') return share;
  const error = jackknifeError(share);
  const { point } = share;
  const interval = (level: number): Interval | undefined => {
    if (!(facts > 0) || !Number.isFinite(point)) return undefined;
    const spread = point * (1 - point);
    if (!(error > 0) || !(spread > 0)) return clopperPearson(point * facts, facts, level);
    // Fewer where little is known of the variance.
    const known = studentReach(level, Math.max(1, facts - 1)) / reachInErrors(share, error, level);
    const trials = Math.min(facts, (spread / error ** 2) * known ** 2);
    return clopperPearson(point * trials, trials, level);
  };
  return { ...share, method: 'exact', interval };
}

/** How many standard errors the t interval of an estimate reaches. */
function reachInErrors(estimate: Estimate, error: number, level: number): number {
  const t = tInterval(estimate, level);
  return t ? (t.high - t.low) / 2 / error : studentReach(level, 1);
}

/**
 * One share minus another, of the same resamples. Where facts agree so much that the difference does not vary at all, its
 * interval is what those of the two leave for independent shares (Newcombe 1998, method 10).
 */
export function shareDifference(a: Estimate, b: Estimate): Estimate {
  const paired = difference(a, b);
  const interval = (level: number): Interval | undefined => {
    const [first, second, own] = [a, b, paired].map((estimate) => intervalOf(estimate, level));
    if (!first || !second || !own) return undefined;
    const low = paired.point - Math.hypot(a.point - first.low, second.high - b.point);
    const high = paired.point + Math.hypot(first.high - a.point, b.point - second.low);
    // Facts of which not one differs say nothing of how much they vary.
    const wide = own.high > own.low ? own : { low, high };
    return { low: Math.max(-1, wide.low), high: Math.min(1, wide.high) };
  };
  return { ...paired, method: 'exact', interval };
}
