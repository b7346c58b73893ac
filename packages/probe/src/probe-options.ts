import { threadsSpec } from '@lethe/contracts';
import * as z from 'zod';
import { linearMeasure } from './linear/linear-measure.js';
import { mechanismMeasure } from './one-layer/mechanism-measure.js';
import { passagesMeasure } from './passages/passages-measure.js';

/**
 * What may be measured of every checkpoint, by its key in the section `probe`. To add a measure, declare its options and its
 * table in a file, list it here, and open it in measure-checkpoints.ts.
 */
export const checkpointMeasures = {
  linear: linearMeasure,
  mechanism: mechanismMeasure,
  passages: passagesMeasure,
} as const;

type Measures = typeof checkpointMeasures;

const measureOptions = Object.fromEntries(
  Object.entries(checkpointMeasures).map(([key, { options }]) => [key, options]),
) as { [Key in keyof Measures]: Measures[Key]['options'] };

/** What is measured on the saved checkpoints. */
export const probeSpec = z.strictObject({
  checkpoints: z.enum(['final', 'all']).default('final').describe('which checkpoints are scored'),
  generate: z
    .strictObject({ maxTokens: z.int().positive().default(16).describe('longest generated answer') })
    .nullable()
    .default({ maxTokens: 16 })
    .describe('greedy generation; null for none'),
  threads: threadsSpec,
  ...measureOptions,
});

export type ProbeSpec = z.infer<typeof probeSpec>;
