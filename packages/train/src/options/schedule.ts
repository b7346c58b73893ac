import * as z from 'zod';

const warmupSteps = z
  .int()
  .nonnegative()
  .default(0)
  .describe('steps in which the rate rises linearly to the peak');
const finalFraction = z.number().min(0).max(1).describe('share of the peak at the last step');

/** How the learning rate changes over training. */
export const scheduleSpec = z.discriminatedUnion('shape', [
  z.strictObject({ shape: z.literal('constant'), warmupSteps }),
  z.strictObject({
    shape: z.literal('linear').describe('falls along a line after the warm-up'),
    warmupSteps,
    finalFraction: finalFraction.default(0.1),
  }),
  z.strictObject({
    shape: z.literal('cosine').describe('falls along half a cosine after the warm-up'),
    warmupSteps,
    finalFraction: finalFraction.default(0.1),
  }),
  z.strictObject({
    shape: z.literal('wsd').describe('warm-up, stable, decay: stays at the peak and falls at the end'),
    warmupSteps,
    decaySteps: z.int().positive().describe('steps of the decay, the last of training'),
    decay: z
      .enum(['linear', 'sqrt'])
      .default('sqrt')
      .describe('form of the decay: a line, or 1 - sqrt of the part that is over'),
    finalFraction: finalFraction.default(0),
  }),
  z.strictObject({
    shape: z.literal('step').describe('multiplied by a factor at given steps'),
    warmupSteps,
    at: z.array(z.int().positive()).min(1).describe('training steps from which on the factor acts once more'),
    factor: z.number().positive().default(0.1),
  }),
]);

export type ScheduleSpec = z.output<typeof scheduleSpec>;
