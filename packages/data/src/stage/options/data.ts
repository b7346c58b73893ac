import * as z from 'zod';
import { backgroundSpec, evaluationSpec } from '../sources/background/background-sources.js';
import { factsSpec } from '../sources/facts/fact-sources.js';
import { tokenizerSpec } from '../sources/tokenizer/tokenizer-types.js';
import { injectionSpec } from './injection.js';
import { orderOriginSpec } from './order-origin.js';

/** How many rows a training step sees, and what is injected into them. */
const orderSpec = z
  .strictObject({
    steps: z.int().positive().describe('training steps'),
    batchSize: z.int().positive().describe('rows per step'),
    from: orderOriginSpec
      .optional()
      .describe(
        'goes on where a training before this one stopped in the stream of background rows, for train.from: its rows so far are passed over, with the same seed, background and tokenizer those that it saw. By default the stream begins anew; steps count from 0 in any case',
      ),
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

/** What a model sees, how often and when. */
export const dataSpec = z.strictObject({
  seed: z
    .int()
    .nonnegative()
    .default(1)
    .describe('seed of the world, of the assignment to conditions and of the order'),
  facts: factsSpec,
  background: backgroundSpec,
  evaluation: evaluationSpec
    .optional()
    .describe('text that training never sees, for the loss that train.evaluation measures; none by default'),
  tokenizer: tokenizerSpec,
  sequenceLength: z.int().min(2).describe('tokens per row'),
  packing: z
    .enum(['packed', 'documents'])
    .default('packed')
    .describe(
      'packed: documents are laid end to end and cut into rows; documents: one per row, padded with end-of-text tokens that the loss does not count',
    ),
  order: orderSpec,
});

export type DataSpec = z.infer<typeof dataSpec>;
