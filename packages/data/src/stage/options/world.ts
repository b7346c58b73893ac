import * as z from 'zod';

const size = z.int().positive();
const zipfExponent = z
  .number()
  .min(0)
  .max(10)
  .default(0)
  .describe("exponent of Zipf's law of popularity; 0 makes all facts equally popular");

/** Keys of facts from biographies, beside their scenarios. */
export const biographyKeys = {
  variant: z
    .string()
    .regex(
      /^(single|multi\d+)(\+permute\d*)?(\+fullname)?$/,
      'expected single or multiM, then perhaps +permute (or single+permuteP), then perhaps +fullname',
    )
    .default('single')
    .describe(
      'texts of a person: single (one), multiM (M with sentences of their own), single+permuteP (P orders of the same sentences), multiM+permute, each perhaps with +fullname (no pronouns)',
    ),
  celebrities: z
    .int()
    .nonnegative()
    .default(0)
    .describe('so many persons, the most popular ones, have celebrityVariant'),
  celebrityVariant: z.string().default('multi5+permute').describe('variant of celebrities'),
  trainOn: z
    .enum(['all', 'celebrities'])
    .default('all')
    .describe('whose questions may be for training; all others are for testing'),
  trainFraction: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('share of those persons whose questions are for training'),
  zipfExponent,
};

/** Keys of facts from the symbolic world, beside their scenarios; its subjects are the facts. */
export const symbolicKeys = {
  templates: size.default(64).describe('relation templates |R| of the world'),
  multiplicity: size.default(4).describe('templates K in which each fact is told'),
  answers: size.optional().describe('answers; as many as subjects where absent, fewer are shared evenly'),
  formatTokens: size.max(64).default(1).describe('tokens of the question-answer format'),
  noisePerRow: z.int().nonnegative().default(0).describe('noise tokens around each subject'),
  noiseTokens: z
    .int()
    .nonnegative()
    .optional()
    .describe('noise tokens of the vocabulary; subjects + templates where absent and rows have noise'),
  fineTuned: z.int().nonnegative().default(0).describe('subjects N_f whose questions are for training'),
  zipfExponent,
};
