import * as z from 'zod';

const size = z.int().positive();

/** Families of models that can be trained. */
export const architectureNames = ['gpt2', 'llama', 'olmo', 'gpt-neox', 'one-layer'] as const;
export type ArchitectureName = (typeof architectureNames)[number];

const rotaryScaling = z
  .strictObject({
    factor: z.number().min(1).describe('how much longer the context becomes'),
    lowFrequencyFactor: z.number().positive().default(1),
    highFrequencyFactor: z.number().positive().default(4),
    originalContextLength: size.default(8192).describe('context of the model before it was extended'),
  })
  .refine((scaling) => scaling.highFrequencyFactor > scaling.lowFrequencyFactor, {
    error: 'highFrequencyFactor must be larger than lowFrequencyFactor',
    path: ['highFrequencyFactor'],
  });

const rotarySpec = z.strictObject({
  theta: z.number().positive().default(10_000).describe('base of the frequencies'),
  fraction: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('share of each head that is rotated; 1/4 for gpt-neox where absent, the whole head for others'),
  scaling: rotaryScaling.nullable().default(null).describe('as in Llama 3.1 and later; null for none'),
});

/** The keys of a model, beside its preset. */
export const modelFields = z.strictObject({
  architecture: z.enum(architectureNames).optional().describe('gpt2 where neither it nor a preset is given'),
  layers: size.optional(),
  heads: size.optional(),
  width: z
    .int()
    .nonnegative()
    .optional()
    .describe(
      'size of the residual stream; for one-layer the size of the embeddings, unless they are one-hot',
    ),
  mlpWidth: size
    .optional()
    .describe(
      'hidden size of the MLP; where absent 4 x width (gpt2, gpt-neox, one-layer), or 8/3 x width rounded up to a multiple of 32 (llama, olmo: gated MLPs have three matrices)',
    ),
  keyValueHeads: size
    .optional()
    .describe('llama, olmo: heads of keys and values; as many as heads where absent'),
  tied: z
    .boolean()
    .optional()
    .describe('llama, olmo, gpt-neox: whether the head is the embedding; false where absent'),
  rotary: rotarySpec.optional().describe('llama, olmo, gpt-neox: rotary positions'),
  embeddings: z
    .enum(['one-hot', 'frozen', 'trained'])
    .optional()
    .describe(
      'one-layer: orthonormal embeddings (as in arXiv 2508.00901), random ones that stay, or trained ones',
    ),
  attentionOnly: z.boolean().optional().describe('one-layer: leave out the MLP'),
});

/** What a user may write as a model, beside a preset. */
export type ModelFields = z.input<typeof modelFields>;
