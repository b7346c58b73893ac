import * as z from 'zod';
import type { Declared } from '../../registry/declared-union.js';

const exactForm = {
  name: 'exact',
  description: 'the same text',
  options: {},
} as const satisfies Declared;

/** Near-duplicates, and how near they are. */
export const nearForm = {
  name: 'near',
  description: 'near-duplicates: words are replaced until the shingles are as similar as asked for',
  options: {
    jaccard: z.number().gt(0).lt(1).describe('Jaccard similarity of shingles'),
    share: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('share of the copies that are near-duplicates, the others being exact; 1 by default'),
    tolerance: z
      .number()
      .min(0)
      .lt(1)
      .optional()
      .describe('tolerance around the similarity; 0.01 by default'),
    unit: z.enum(['word', 'character']).optional().describe('what shingles are made of; word by default'),
    shingleSize: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('words or characters in a shingle; 5 or 24 by default'),
  },
} as const satisfies Declared;

const wordingsForm = {
  name: 'wordings',
  description: 'other wordings in turn, of texts that have some',
  options: {},
} as const satisfies Declared;

/** What copies beyond the original can be, with the options of each; `createCopyMaker` makes them. */
export const copyForms = [exactForm, nearForm, wordingsForm] as const;
