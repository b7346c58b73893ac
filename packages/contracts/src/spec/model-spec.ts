import * as z from 'zod';

/** The model that is trained. */
export const modelSpec = z
  .strictObject({
    architecture: z.literal('gpt2').default('gpt2'),
    layers: z.int().positive(),
    heads: z.int().positive(),
    width: z.int().positive().describe('size of the residual stream (n_embd)'),
    mlpWidth: z.int().positive().optional().describe('hidden size of the MLP; 4 x width where absent'),
  })
  .refine((model) => model.width % model.heads === 0, {
    error: 'width must be a multiple of heads',
    path: ['width'],
  });

export type ModelSpec = z.infer<typeof modelSpec>;
