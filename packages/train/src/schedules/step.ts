import * as z from 'zod';
import { defineShape } from './shape.js';

export const step = defineShape({
  shape: 'step',
  description: 'multiplied by a factor at given steps',
  options: {
    at: z.array(z.int().positive()).min(1).describe('training steps from which the factor applies once more'),
    factor: z.number().positive().default(0.1),
  },
  rate:
    ({ at, factor }, { peak }) =>
    (step) =>
      peak * factor ** at.filter((from) => step >= from).length,
});
