import { createZeta } from '../../random/discrete-distribution.js';
import { clampedMean, createLogNormal } from './log-normal.js';
import { multiplicitiesByRank, type RankedLaw } from './multiplicities-by-rank.js';

/** Expected number of documents with `from` to `to` copies, both included. */
export type ExpectedBetween = (from: number, to: number) => number;

/**
 * How many documents a law gives which multiplicities: in expectation, or, for Zipf's law, whose multiplicities
 * are fixed by ranks, exactly.
 */
export function expectedBetween(law: RankedLaw, documents: number): ExpectedBetween {
  switch (law.law) {
    case 'factor': {
      const floor = Math.floor(law.factor);
      const above = law.factor - floor;
      return (from, to) =>
        documents * ((within(floor, from, to) ? 1 - above : 0) + (within(floor + 1, from, to) ? above : 0));
    }
    case 'zeta': {
      const { cumulative, weight } = createZeta(law.exponent, law.maximum);
      const upTo = (copies: number): number => cumulative[Math.min(copies, law.maximum) - 1] ?? 0;
      return (from, to) => (documents * (upTo(to) - upTo(from - 1))) / weight;
    }
    case 'histogram': {
      const entries = Object.entries(law.documents).map(
        ([copies, share]) => [Number(copies), share] as const,
      );
      const weight = entries.reduce((sum, [, share]) => sum + share, 0);
      return (from, to) =>
        entries.reduce(
          (sum, [copies, share]) => sum + (within(copies, from, to) ? (documents * share) / weight : 0),
          0,
        );
    }
    case 'log-normal':
      return logNormalBetween(law, documents);
    case 'zipf': {
      const multiplicities = multiplicitiesByRank(law, documents);
      return (from, to) =>
        multiplicities.reduce((count, copies) => count + (within(copies, from, to) ? 1 : 0), 0);
    }
  }
}

/**
 * A value x between k and k + 1 becomes k + 1 with chance x - k. So P(k) is the mean of a triangle over k - 1, k,
 * k + 1: a second difference of G(a) = E[(X - a)+], which has a closed form and telescopes over a range.
 */
function logNormalBetween(
  law: Extract<RankedLaw, { law: 'log-normal' }>,
  documents: number,
): ExpectedBetween {
  const { mu, sigma, bounds, mean } = createLogNormal(law);
  const { minimum, maximum } = bounds;
  const excess = (a: number): number => {
    if (a <= minimum) return mean - a;
    return a >= maximum ? 0 : clampedMean(mu, sigma, { minimum: a, maximum }) - a;
  };
  return (from, to) => documents * Math.max(0, excess(from - 1) - excess(from) - excess(to) + excess(to + 1));
}

const within = (copies: number, from: number, to: number): boolean => from <= copies && copies <= to;
