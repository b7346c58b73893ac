import * as z from 'zod';
import { scaleToTotal } from '../../../random/scale-to-total.js';
import { defineLaw, LARGEST, roundByChance, within } from './law-kind.js';

/** Every document the same number. */
export const factorLaw = defineLaw({
  name: 'factor',
  description: 'all the same',
  options: {
    factor: z
      .number()
      .nonnegative()
      .max(LARGEST)
      .describe('copies of every document; if fractional, their mean'),
  },
  ranked({ factor }) {
    const floor = Math.floor(factor);
    const above = factor - floor;
    return {
      ...(above === 0 && { same: factor }),
      byRank: (documents) =>
        scaleToTotal(new Float64Array(documents).fill(1), Math.round(factor * documents), {
          minimum: floor,
          maximum: Math.ceil(factor),
        }),
      draw: () => (_position, rounding) => roundByChance(factor, rounding),
      between: (documents) => (from, to) =>
        documents * ((within(floor, from, to) ? 1 - above : 0) + (within(floor + 1, from, to) ? above : 0)),
    };
  },
});
