import * as z from 'zod';
import { usualScenarios } from '../../corpus/facts/scenario-counts.js';
import { backgroundSpec, evaluationSpec } from '../sources/background/background-sources.js';
import { factsSpec } from '../sources/facts/fact-sources.js';
import { tokenizerSpec } from '../sources/tokenizer/tokenizer-types.js';
import { injectionSpec } from './injection.js';
import { findMisfits } from './misfits.js';
import { orderOriginSpec } from './order-origin.js';
import { findUnplanned } from './scenario-plans.js';
import { findUnfollowed } from './told-scenarios.js';

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
    for (const { scenario, what } of findMisfits(injection, steps)) {
      const common = injection.window ? ['injection', 'count'] : ['steps'];
      const path = scenario === undefined ? common : ['injection', 'scenarios', scenario];
      context.addIssue({ code: 'custom', path, message: what });
    }
  });

const dataOptions = z.strictObject({
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

/** What a model sees, how often and when. */
export const dataSpec = dataOptions.superRefine(({ facts, background, order }, context) => {
  for (const scenario of findUnplanned(facts.scenarios ?? {}, order.injection)) {
    context.addIssue({
      code: 'custom',
      path: ['facts', 'scenarios', scenario],
      message: `expected ${usualScenarios.join(', ')}, or a scenario that order.injection.scenarios or order.injection.variants names, found ${scenario}`,
    });
  }
  for (const { path, message } of findUnfollowed(background, order.injection)) {
    context.addIssue({ code: 'custom', path: ['background', ...path], message });
  }
});

export type DataSpec = z.infer<typeof dataSpec>;
