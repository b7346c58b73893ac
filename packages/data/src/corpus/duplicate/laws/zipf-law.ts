import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import { clamp, scaleToTotal } from '../../../random/scale-to-total.js';
import { boundsOf, defineLaw, maximum, minimum, within } from './law-kind.js';

/** Zipf's law over ranks: the document of rank r, a random one, has C / r^exponent copies. */
export const zipfLaw = defineLaw({
  name: 'zipf',
  description: 'C / r^s for the document of random rank r',
  options: {
    exponent: z.number().nonnegative().max(10).describe('s in copies of rank r = C / r^s'),
    maximum: maximum.optional().describe('C where neither total nor mean is given; else a cap'),
    minimum,
    total: z.int().positive().optional().describe('copies of all documents together'),
    mean: z.number().positive().optional().describe('copies of a document on average'),
  },
  conditions: [
    {
      holds: ({ total, mean }) => total === undefined || mean === undefined,
      error: 'give total or mean, not both',
    },
    {
      holds: (law) => law.maximum !== undefined || law.total !== undefined || law.mean !== undefined,
      error: 'give a maximum, a total or a mean',
    },
  ],
  ranked(law) {
    const bounds = boundsOf(law);
    const byRank = (documents: number): Int32Array => {
      const weights = Float64Array.from({ length: documents }, (_, rank) => (rank + 1) ** -law.exponent);
      if (law.total === undefined && law.mean === undefined) {
        return Int32Array.from(weights, (weight) => clamp(Math.round(bounds.maximum * weight), bounds));
      }
      return scaleToTotal(weights, law.total ?? Math.round(law.mean! * documents), bounds);
    };
    return {
      byRank,
      draw() {
        throw new LetheError({
          what: "Zipf's law needs the ranks of all documents, so its totals are always exact",
          where: 'multiplicity "zipf"',
          expected: 'exact totals',
          found: 'totals in expectation',
          next: 'ask for exact totals, or for the zeta distribution of exponent 1 + 1/s, which has the same tail',
        });
      },
      between(documents) {
        const multiplicities = byRank(documents);
        return (from, to) =>
          multiplicities.reduce((count, copies) => count + (within(copies, from, to) ? 1 : 0), 0);
      },
    };
  },
});
