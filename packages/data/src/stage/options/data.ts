import * as z from 'zod';
import { locationSpec } from '../../corpus/files/location.js';
import { backgroundSpec, evaluationSpec } from './background.js';
import { factsSpec } from './facts.js';
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
    .describe(
      'text that is never trained on, for the loss that train.evaluation measures; none where absent',
    ),
  tokenizer: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('bytes').describe('one token per byte') }),
    z.strictObject({
      type: z
        .literal('symbolic')
        .describe('one token per symbol of the symbolic world, for its facts and texts alone'),
    }),
    z.strictObject({
      type: z.literal('byte-bpe').describe('byte-level BPE trained on the background and the passages'),
      vocabSize: z.int().min(257).max(65_536),
    }),
    z.strictObject({ type: z.literal('gpt2').describe('the tokenizer of GPT-2, 50,257 tokens') }),
    z.strictObject({
      type: z.literal('file').describe('a Hugging Face tokenizer.json of any kind'),
      location: locationSpec,
      endOfText: z
        .string()
        .optional()
        .describe(
          'the token after each document; where absent the first of <|endoftext|>, <|end_of_text|>, </s>, <eos>, [SEP] that the file has',
        ),
    }),
  ]),
  sequenceLength: z.int().min(2).describe('tokens per row'),
  packing: z
    .enum(['packed', 'documents'])
    .default('packed')
    .describe(
      'packed: documents are laid end to end and cut into rows; documents: each has a row of its own, filled up with end-of-text tokens that the loss does not count',
    ),
  order: orderSpec,
});

export type DataSpec = z.infer<typeof dataSpec>;
