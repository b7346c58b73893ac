import * as z from 'zod';
import { describeTargets } from './describe.js';

/**
 * A change u v^T of matrices that read the residual stream, u fixed to the direction of a token's embedding: what the
 * gradient of fine-tuning on questions is close to (arXiv 2508.00901), trained alone.
 */
export const rankOneSpec = z.strictObject({
  token: z
    .string()
    .min(1)
    .describe('the token whose embedding is the direction, as tokenizer.json spells it, such as p0'),
  targets: z
    .array(z.string().min(1))
    .min(1)
    .describe(
      `matrices that are changed, by the ends of their modules, as wide as the embeddings on their side of the input: ${describeTargets('rankOne')}`,
    ),
});

export type RankOneSpec = z.output<typeof rankOneSpec>;
