import { betaQuantile, incompleteBeta } from './incomplete-beta.js';

/** P(F > f) of Fisher's F. */
export const fisherTail = (f: number, above: number, below: number): number =>
  incompleteBeta(below / (below + above * f), below / 2, above / 2);

/**
 * The f with P(F <= f) = share.
 * @param above degrees of freedom of the numerator
 * @param below those of the denominator
 */
export function fisherQuantile(share: number, above: number, below: number): number {
  // By the side on which the beta variable is small, where it has all of its digits.
  const rest = betaQuantile(1 - share, below / 2, above / 2);
  return (below * (1 - rest)) / (above * rest);
}

/** As many degrees of freedom are as good as known: quantiles of chi squared follow to six digits. */
const KNOWN = 1e7;

/** The x with P(chi squared <= x) = share. */
export const chiSquaredQuantile = (share: number, freedom: number): number =>
  freedom * fisherQuantile(share, freedom, KNOWN);
