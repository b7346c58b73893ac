import * as z from 'zod';
import { describeTargets } from './describe.js';

const rank = z.int().positive();

/** Low-rank adaptation (arXiv 2106.09685): the model is left unchanged, and an adapter is trained. */
export const loraSpec = z.strictObject({
  rank: rank.default(8),
  alpha: z.number().positive().default(16).describe('updates are scaled by alpha / rank'),
  targets: z
    .array(z.string().min(1))
    .min(1)
    .describe(
      `matrices that are adapted, by the ends of their modules: ${describeTargets('lora')}; embeddings too`,
    ),
  embeddingRank: rank.optional().describe('rank for embeddings; by default rank'),
});

export type LoraSpec = z.output<typeof loraSpec>;
