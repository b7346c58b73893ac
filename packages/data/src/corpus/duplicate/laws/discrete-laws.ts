import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import {
  createHistogram,
  createZeta,
  type DiscreteDistribution,
  valueAt,
} from '../../../random/discrete-distribution.js';
import { defineLaw, LARGEST, maximum, within } from './law-kind.js';

/** P(k copies) ~ 1 / k^exponent, k = 1 .. maximum, which numpy calls the Zipf distribution. */
export const zetaLaw = defineLaw({
  name: 'zeta',
  description: 'P(k) ~ 1 / k^s',
  options: {
    exponent: z.number().nonnegative().max(100).describe('s in P(k copies) ~ 1 / k^s, k = 1 .. maximum'),
    maximum: maximum.max(10_000_000),
  },
  ranked({ exponent, maximum }) {
    const zeta = createZeta(exponent, maximum);
    const upTo = (copies: number): number => zeta.cumulative[Math.min(copies, maximum) - 1] ?? 0;
    return {
      ...drawnFrom(zeta),
      between: (documents) => (from, to) => (documents * (upTo(to) - upTo(from - 1))) / zeta.weight,
    };
  },
});

/** A number, or a share, of documents with each multiplicity. */
export const histogramLaw = defineLaw({
  name: 'histogram',
  description: 'a number or share of documents with each multiplicity',
  options: {
    documents: z
      .record(z.string().regex(/^\d+$/, 'a multiplicity is a whole number'), z.number().nonnegative())
      .describe('multiplicity -> documents that have it, or their share'),
  },
  conditions: [
    {
      holds: ({ documents }) => Object.values(documents).some((share) => share > 0),
      error: 'all shares are 0',
    },
  ],
  ranked({ documents: shares }) {
    const entries = Object.entries(shares).map(([copies, share]) => [Number(copies), share] as const);
    const weight = entries.reduce((sum, [, share]) => sum + share, 0);
    return {
      ...drawnFrom(createHistogram(shares)),
      between: (documents) => (from, to) =>
        entries.reduce(
          (sum, [copies, share]) => sum + (within(copies, from, to) ? (documents * share) / weight : 0),
          0,
        ),
    };
  },
});

function drawnFrom(distribution: DiscreteDistribution) {
  return {
    byRank(documents: number): Int32Array {
      if (distribution.values.at(-1)! > LARGEST)
        throw new LetheError({ what: 'a multiplicity is too large' });
      return Int32Array.from({ length: documents }, (_, rank) =>
        valueAt(distribution, ((documents - rank - 0.5) * distribution.weight) / documents),
      );
    },
    draw: () => (position: number) => valueAt(distribution, position * distribution.weight),
  };
}
