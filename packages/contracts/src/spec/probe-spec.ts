import * as z from 'zod';

/** What is measured on the saved checkpoints. */
export const probeSpec = z.strictObject({
  checkpoints: z.enum(['final', 'all']).default('final').describe('which checkpoints are scored'),
  generate: z
    .strictObject({ maxTokens: z.int().positive().default(16).describe('longest generated answer') })
    .nullable()
    .default({ maxTokens: 16 })
    .describe('greedy generation; null for none'),
});

export type ProbeSpec = z.infer<typeof probeSpec>;
