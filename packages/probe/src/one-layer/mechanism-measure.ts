import { mechanism } from '@lethe/contracts';
import * as z from 'zod';
import type { CheckpointMeasure } from '../checkpoints/checkpoint-measure.js';

/** How a one-layer model comes to its answers. */
export const mechanismMeasure = {
  options: z
    .boolean()
    .default(false)
    .describe(
      'attention, directions and gradient of a one-layer model in a symbolic world: the table mechanism',
    ),
  table: mechanism,
} as const satisfies CheckpointMeasure;
