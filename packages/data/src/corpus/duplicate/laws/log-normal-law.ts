import { LetheError, normalCdf, normalQuantile } from '@lethe/contracts';
import * as z from 'zod';
import { type Bounds, clamp, scaleToTotal } from '../../../random/scale-to-total.js';
import type { OptionsOf } from '../../../registry/declared-union.js';
import { boundsOf, defineLaw, maximum, minimum, roundByChance } from './law-kind.js';

const options = {
  sigma: z.number().nonnegative().max(10).optional().describe('standard deviation of the logarithm'),
  cv: z.number().nonnegative().max(1e9).optional().describe('standard deviation over mean, before bounds'),
  mu: z.number().min(-20).max(20).optional().describe('mean of the logarithm, before bounds'),
  mean: z.number().positive().optional().describe('copies of a document on average, bounds included'),
  minimum,
  maximum: maximum.optional(),
};
type LogNormalOptions = OptionsOf<typeof options>;

/** exp(mu + sigma Z) copies for a standard normal Z. */
export const logNormalLaw = defineLaw({
  name: 'log-normal',
  description: 'exp(mu + sigma Z) for a standard normal Z',
  options,
  conditions: [
    {
      holds: ({ sigma, cv }) => (sigma === undefined) !== (cv === undefined),
      error: 'give either sigma or cv',
    },
    { holds: ({ mu, mean }) => (mu === undefined) !== (mean === undefined), error: 'give either mu or mean' },
  ],
  ranked(law) {
    const { mu, sigma, mean, bounds } = createLogNormal(law);
    const { minimum, maximum } = bounds;
    const excess = (a: number): number => {
      if (a <= minimum) return mean - a;
      return a >= maximum ? 0 : clampedMean(mu, sigma, { minimum: a, maximum }) - a;
    };
    return {
      byRank(documents) {
        const weights = Float64Array.from({ length: documents }, (_, rank) =>
          Math.exp(-sigma * normalQuantile((rank + 0.5) / documents)),
        );
        return scaleToTotal(weights, Math.round(mean * documents), bounds);
      },
      draw: () => (position, rounding) => {
        // 2^-54 keeps the quantile of position 0 finite.
        const value = Math.exp(mu + sigma * normalQuantile(position + 2 ** -54));
        return roundByChance(clamp(value, bounds), rounding);
      },
      // A value x between k and k + 1 becomes k + 1 with chance x - k. So P(k) is the mean of a triangle over k - 1,
      // k, k + 1: a second difference of G(a) = E[(X - a)+], which has a closed form and telescopes over a range.
      between: (documents) => (from, to) =>
        documents * Math.max(0, excess(from - 1) - excess(from) - excess(to) + excess(to + 1)),
    };
  },
});

/** exp(mu + sigma Z) for a standard normal Z, kept within bounds; `mean` is the mean after that. */
interface ClampedLogNormal {
  mu: number;
  sigma: number;
  mean: number;
  bounds: Bounds;
}

/**
 * The log-normal of a law, with mu solved for the mean that is asked for, bounds included.
 * @throws LetheError when no mu gives that mean
 */
export function createLogNormal(law: LogNormalOptions): ClampedLogNormal {
  const bounds = boundsOf(law);
  const sigma = law.sigma ?? Math.sqrt(Math.log1p(law.cv! ** 2));
  if (law.mu !== undefined) return { mu: law.mu, sigma, mean: clampedMean(law.mu, sigma, bounds), bounds };
  const mean = law.mean!;
  let low = -60;
  let high = 40;
  if (!(clampedMean(low, sigma, bounds) <= mean && mean <= clampedMean(high, sigma, bounds))) {
    throw new LetheError({
      what: 'a log-normal within these bounds cannot have this mean',
      where: 'multiplicity "log-normal"',
      expected: `a mean from ${bounds.minimum} to ${bounds.maximum}`,
      found: `mean ${mean}`,
      next: 'choose another mean or other bounds',
    });
  }
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (clampedMean(middle, sigma, bounds) < mean) low = middle;
    else high = middle;
  }
  return { mu: high, sigma, mean, bounds };
}

/** E[min(max(X, minimum), maximum)] of a log-normal X: partial expectations of X, and the mass beyond. */
export function clampedMean(mu: number, sigma: number, { minimum, maximum }: Bounds): number {
  if (sigma === 0) return Math.min(Math.max(Math.exp(mu), minimum), maximum);
  const low = (Math.log(minimum) - mu) / sigma;
  const high = (Math.log(maximum) - mu) / sigma;
  const within = Math.exp(mu + (sigma * sigma) / 2) * (normalCdf(high - sigma) - normalCdf(low - sigma));
  return minimum * normalCdf(low) + within + maximum * (1 - normalCdf(high));
}
