import { LetheError, normalQuantile } from '@lethe/contracts';
import { createHistogram, createZeta, valueAt } from '../../random/discrete-distribution.js';
import { clamp } from '../../random/scale-to-total.js';
import { createLogNormal } from './log-normal.js';
import type { RankedLaw } from './multiplicities-by-rank.js';

/** A multiplicity from two numbers in [0, 1): one places the document in the law, the other rounds. */
export type DrawMultiplicity = (position: number, rounding: number) => number;

/**
 * How a document draws its own multiplicity, without regard to any other document: means and totals hold in
 * expectation. A value between two whole numbers is rounded up with the probability of its fraction, which
 * preserves the mean.
 * @throws LetheError for Zipf's law, whose ranks are ranks among all documents
 */
export function createDraw(law: RankedLaw): DrawMultiplicity {
  switch (law.law) {
    case 'factor':
      return (_position, rounding) => roundByChance(law.factor, rounding);
    case 'log-normal': {
      const { mu, sigma, bounds } = createLogNormal(law);
      return (position, rounding) => {
        // 2^-54 keeps the quantile of position 0 finite.
        const value = Math.exp(mu + sigma * normalQuantile(position + 2 ** -54));
        return roundByChance(clamp(value, bounds), rounding);
      };
    }
    case 'zeta': {
      const zeta = createZeta(law.exponent, law.maximum);
      return (position) => valueAt(zeta, position * zeta.weight);
    }
    case 'histogram': {
      const histogram = createHistogram(law.documents);
      return (position) => valueAt(histogram, position * histogram.weight);
    }
    case 'zipf':
      throw new LetheError({
        what: "Zipf's law needs the ranks of all documents, so its totals are always exact",
        where: 'multiplicity "zipf"',
        expected: 'exact totals',
        found: 'totals in expectation',
        next: 'ask for exact totals, or for the zeta distribution of exponent 1 + 1/s, which has the same tail',
      });
  }
}

function roundByChance(value: number, chance: number): number {
  const floor = Math.floor(value);
  return floor + (chance < value - floor ? 1 : 0);
}
