import * as z from 'zod';

/** P- and Q-probing (arXiv 2309.14316, section 5): what linear heads read from the states of a model. */
export const linearSpec = z.strictObject({
  kinds: z
    .array(z.enum(['p', 'q']))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'each kind once')
    .default(['p', 'q'])
    .describe('p: just before each value in the text of a fact; q: at the end of its subject alone'),
  steps: z.int().positive().default(2000).describe('updates of each head'),
  learningRate: z.number().positive().default(0.003).describe('of AdamW; it falls linearly to 0'),
  weightDecay: z.number().nonnegative().default(0.1),
  batchSize: z.int().positive().default(200).describe('facts per update'),
  seed: z.int().nonnegative().max(0x7fffffff).default(1).describe('of batches and initial values'),
});

export type LinearSpec = z.output<typeof linearSpec>;
