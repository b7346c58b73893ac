import * as z from 'zod';
import { linearSpec } from './linear.js';

/** What is measured on the saved checkpoints. */
export const probeSpec = z.strictObject({
  checkpoints: z.enum(['final', 'all']).default('final').describe('which checkpoints are scored'),
  generate: z
    .strictObject({ maxTokens: z.int().positive().default(16).describe('longest generated answer') })
    .nullable()
    .default({ maxTokens: 16 })
    .describe('greedy generation; null for none'),
  linear: linearSpec
    .nullable()
    .default(null)
    .describe('what linear heads read from the states: the table linear_probes; null for none'),
  mechanism: z
    .boolean()
    .default(false)
    .describe(
      'attention, directions and gradient of a one-layer model in a symbolic world: the table mechanism',
    ),
});

export type ProbeSpec = z.infer<typeof probeSpec>;
