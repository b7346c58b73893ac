import * as z from 'zod';
import { backgroundSpec, evaluationSpec } from '../sources/background/background-sources.js';
import { factsSpec } from '../sources/facts/fact-sources.js';
import { tokenizerSpec } from '../sources/tokenizer/tokenizer-types.js';
import { orderSpec } from './order.js';

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
