import { LetheError, normalCdf } from '@lethe/contracts';
import type { Bounds } from '../../random/scale-to-total.js';
import { boundsOf, type CheckedLaw } from './multiplicity-law.js';

/** exp(mu + sigma Z) for a standard normal Z, kept within bounds; `mean` is the mean after that. */
export interface ClampedLogNormal {
  mu: number;
  sigma: number;
  mean: number;
  bounds: Bounds;
}

/**
 * The log-normal of a law, with mu solved for the mean that is asked for, bounds included.
 * @throws LetheError when no mu gives that mean
 */
export function createLogNormal(law: Extract<CheckedLaw, { law: 'log-normal' }>): ClampedLogNormal {
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
