import * as z from 'zod';
import { injectionSpec } from './injection.js';

/** How many rows a training step sees, and what is injected into them. */
export const orderSpec = z
  .strictObject({
    steps: z.int().positive().describe('training steps'),
    batchSize: z.int().positive().describe('rows per step'),
    injection: injectionSpec
      .prefault({ steps: [0] })
      .describe('when and how facts are injected; by default once, at step 0'),
  })
  .superRefine(({ steps, injection }, context) => {
    if (context.issues.length > 0) return;
    const { start, interval, count, intervals, factsPerStep } = injection;
    const span = intervals?.reduce((sum, gap) => sum + gap, 0) ?? (count - 1) * interval;
    const last = (injection.steps?.at(-1) ?? start + span) + (factsPerStep === null ? 0 : interval - 1);
    if (last < steps) return;
    context.addIssue({
      code: 'custom',
      path: ['steps'],
      message: `the last injection lies beyond the last step: expected steps > ${last}, the step of the last injection, found ${steps}`,
    });
  });
