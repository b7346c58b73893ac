import { LetheError, normalQuantile } from '@lethe/contracts';
import {
  createHistogram,
  createZeta,
  type DiscreteDistribution,
  valueAt,
} from '../../random/discrete-distribution.js';
import { clamp, scaleToTotal } from '../../random/scale-to-total.js';
import { createLogNormal } from './log-normal.js';
import { boundsOf, type CheckedLaw } from './multiplicity-law.js';

/** Laws that say how many documents have which multiplicity, and leave open which documents. */
export type RankedLaw = Exclude<CheckedLaw, { law: 'counts' | 'per-wording' }>;

/**
 * Multiplicities Int32Array [documents] of a law, largest first, without any chance in them: the law's quantiles
 * at (rank + 1/2) / documents, scaled and rounded so that a total or mean that is asked for holds exactly.
 * @throws LetheError when the law cannot have that total over so many documents
 */
export function multiplicitiesByRank(law: RankedLaw, documents: number): Int32Array {
  switch (law.law) {
    case 'factor': {
      const bounds = { minimum: Math.floor(law.factor), maximum: Math.ceil(law.factor) };
      return scaleToTotal(new Float64Array(documents).fill(1), Math.round(law.factor * documents), bounds);
    }
    case 'zipf':
      return zipfByRank(law, documents);
    case 'log-normal': {
      const { mean, sigma, bounds } = createLogNormal(law);
      const weights = Float64Array.from({ length: documents }, (_, rank) =>
        Math.exp(-sigma * normalQuantile((rank + 0.5) / documents)),
      );
      return scaleToTotal(weights, Math.round(mean * documents), bounds);
    }
    case 'zeta':
      return quantiles(createZeta(law.exponent, law.maximum), documents);
    case 'histogram':
      return quantiles(createHistogram(law.documents), documents);
  }
}

function zipfByRank(law: Extract<CheckedLaw, { law: 'zipf' }>, documents: number): Int32Array {
  const bounds = boundsOf(law);
  const weights = Float64Array.from({ length: documents }, (_, rank) => (rank + 1) ** -law.exponent);
  if (law.total === undefined && law.mean === undefined) {
    return Int32Array.from(weights, (weight) => clamp(Math.round(bounds.maximum * weight), bounds));
  }
  return scaleToTotal(weights, law.total ?? Math.round(law.mean! * documents), bounds);
}

function quantiles(distribution: DiscreteDistribution, documents: number): Int32Array {
  if (distribution.values.at(-1)! > 2 ** 31 - 1)
    throw new LetheError({ what: 'a multiplicity is too large' });
  return Int32Array.from({ length: documents }, (_, rank) =>
    valueAt(distribution, ((documents - rank - 0.5) * distribution.weight) / documents),
  );
}
