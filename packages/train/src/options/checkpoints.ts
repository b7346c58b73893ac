import * as z from 'zod';

const updates = z.int().nonnegative();

/** After which numbers of updates weights are saved; the final ones always are. */
export const checkpointsSpec = z
  .union([
    z.array(updates).describe('numbers of updates'),
    z.strictObject({
      at: z.array(updates).default([]).describe('numbers of updates'),
      doublingTo: z
        .int()
        .positive()
        .optional()
        .describe('0, 1, 2, 4, ... up to here: dense while the model changes fastest (Pythia has 512)'),
      every: z.int().positive().optional().describe('multiples of this (Pythia has 1000)'),
    }),
  ])
  .default([]);

export type CheckpointsSpec = z.output<typeof checkpointsSpec>;
