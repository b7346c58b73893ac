import { passageScores } from '@lethe/contracts';
import * as z from 'zod';
import type { CheckpointMeasure } from '../checkpoints/checkpoint-measure.js';

const share = z.number().gt(0).lt(1);

/** How whole texts are scored. */
export const passagesSpec = z.strictObject({
  prefixes: z
    .array(share)
    .refine(
      (prefixes) => prefixes.every((prefix, i) => i === 0 || prefix > prefixes[i - 1]!),
      'expected ascending shares',
    )
    .default([0.25, 0.5, 0.75])
    .describe(
      'shares of the tokens of a text after which the rest is asked for by greedy decoding; at least one token is given',
    ),
  minK: share
    .default(0.2)
    .describe(
      'share of the tokens, the least probable ones, whose mean log-probability Min-K% takes (arXiv 2310.16789)',
    ),
});

export type PassagesSpec = z.output<typeof passagesSpec>;

/** How well the texts of facts are known: loss, membership, verbatim extraction. */
export const passagesMeasure = {
  options: passagesSpec
    .nullable()
    .default(null)
    .describe(
      'how well the texts of all facts that are injected or probed are known, token by token: the table passage_scores; null for none',
    ),
  table: passageScores,
} as const satisfies CheckpointMeasure;
