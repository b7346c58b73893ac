import { linearProbes } from '@lethe/contracts';
import * as z from 'zod';
import type { CheckpointMeasure } from '../checkpoints/checkpoint-measure.js';

/** P- and Q-probing (arXiv 2309.14316, section 5): what linear heads read from the states of a model. */
export const linearSpec = z.strictObject({
  kinds: z
    .array(z.enum(['p', 'q']))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'each kind once')
    .default(['p', 'q'])
    .describe('p: just before each value in the text of a fact; q: at the end of its subject alone'),
  values: z
    .array(z.enum(['whole', 'first']))
    .min(1)
    .refine((values) => new Set(values).size === values.length, 'each once')
    .default(['whole', 'first'])
    .describe(
      'what heads tell apart: whole values, or their first tokens, which are fewer, so that a small world has more facts of each; what is alike in all facts is left out',
    ),
  rank: z
    .strictObject({
      p: z.int().nonnegative().default(2).describe('for P-probing; 0 for heads alone'),
      q: z.int().nonnegative().default(16).describe('for Q-probing; 0 for heads alone'),
    })
    .nullable()
    .default(null)
    .describe(
      'rank of the change of the token embeddings that is trained under the heads of a place, as in the paper: every update passes through the model. null for heads alone, whose accuracies are lower bounds',
    ),
  steps: z
    .int()
    .positive()
    .default(2000)
    .describe('updates of each head; at most so many where embeddings are changed'),
  learningRate: z.number().positive().default(0.003).describe('of AdamW; it falls linearly to 0'),
  weightDecay: z.number().nonnegative().default(0.1),
  batchSize: z
    .int()
    .positive()
    .optional()
    .describe('facts per update; by default 50 for P-probing with changed embeddings, else 200'),
  seed: z.int().nonnegative().max(0x7fffffff).default(1).describe('of batches and initial values'),
});

export type LinearSpec = z.output<typeof linearSpec>;

/** What linear heads read from the states. */
export const linearMeasure = {
  options: linearSpec
    .nullable()
    .default(null)
    .describe('what linear heads read from the states: the table linear_probes; null for none'),
  table: linearProbes,
} as const satisfies CheckpointMeasure;
