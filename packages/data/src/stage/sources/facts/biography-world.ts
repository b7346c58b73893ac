import * as z from 'zod';
import { collectFacts } from '../../../corpus/facts/fact-set.js';
import { attributes } from '../../worlds/biographies/attribute.js';
import { zipfExponent } from '../../worlds/size/zipf-exponent.js';
import { defineFactSource } from './fact-source.js';
import { totalOf, worldScenarios } from './scenarios.js';

/** Options of a world of biographies, beside the scenarios of its facts. */
export const biographyKeys = {
  variant: z
    .string()
    .regex(
      /^(single|multi\d+)(\+permute\d*)?(\+fullname)?$/,
      'expected single or multiM, then perhaps +permute (or single+permuteP), then perhaps +fullname',
    )
    .default('single')
    .describe(
      'texts of a person: single (one), multiM (M with different sentences), single+permuteP (P orders of the same sentences), multiM+permute, each perhaps with +fullname (no pronouns)',
    ),
  attributes: z
    .array(z.enum(attributes))
    .min(1)
    .refine((told) => new Set(told).size === told.length, 'expected each attribute once')
    .optional()
    .describe('what is told of a person and asked for; all six by default'),
  celebrities: z
    .int()
    .nonnegative()
    .default(0)
    .describe('number of celebrities: the most popular persons, who have celebrityVariant'),
  celebrityVariant: z.string().default('multi5+permute').describe('variant of celebrities'),
  trainOn: z
    .enum(['all', 'celebrities'])
    .default('all')
    .describe('persons whose questions may be for training; all others are for testing'),
  trainFraction: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('share of those persons whose questions are for training'),
  zipfExponent,
};

export const biographyWorld = defineFactSource({
  name: 'biographies',
  description: 'invented persons after bioS of arXiv 2309.14316',
  options: {
    scenarios: worldScenarios,
    ...biographyKeys,
  },
  async open({ scenarios, ...options }, { seed }) {
    const { openWorld } = await import('../../worlds/open-world.js');
    const { dealScenarios } = await import('../../worlds/generated/deal-scenarios.js');
    const request = { kind: 'biographies', persons: totalOf(scenarios), seed, ...options } as const;
    return collectFacts(openWorld(request, dealScenarios(scenarios, seed)).facts());
  },
});
