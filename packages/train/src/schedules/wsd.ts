import * as z from 'zod';
import { decayForms, fallSteps, finalFraction, withFinalDecay } from './learning-rate.js';
import { defineShape } from './shape.js';

export const wsd = defineShape({
  shape: 'wsd',
  description: 'warm-up, stable, decay: stays at the peak and falls at the end',
  options: {
    decaySteps: z.int().positive().describe('steps of the decay, the last of training'),
    decay: z
      .enum(Object.keys(decayForms) as (keyof typeof decayForms)[])
      .default('sqrt')
      .describe('form of the decay: a line, or 1 - sqrt of the elapsed share'),
    finalFraction: finalFraction.default(0),
    steps: fallSteps,
  },
  rate: ({ decaySteps, decay, finalFraction }, { peak, steps, begin }) =>
    withFinalDecay(() => peak, {
      form: decay,
      from: Math.max(begin, steps - decaySteps) - 1,
      to: steps - 1,
      finalFraction,
    }),
});
