import * as z from 'zod';
import { scenarioCounts } from '../../../corpus/facts/scenario-counts.js';
import { locateFile } from '../../../corpus/files/locate-file.js';
import { locationSpec } from '../../../corpus/files/location.js';
import { defineFactSource } from './fact-source.js';

/** How facts are made of PopQA. */
export const popQaKeys = {
  ambiguous: z
    .enum(['drop', 'keep'])
    .default('drop')
    .describe('subjects and relations with several answers: leave them out, or keep each answer as a fact'),
  templates: z
    .int()
    .min(1)
    .max(8)
    .default(8)
    .describe('templates of a relation in use, |R| of arXiv 2508.00901'),
  wordings: z
    .int()
    .min(1)
    .max(8)
    .optional()
    .describe(
      'wordings of each fact, the text and its variants: K of the templates, drawn for each fact by the seed; all by default',
    ),
  trainFraction: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('share of the subjects whose probes are for training, drawn by the seed'),
};

export const popQaFacts = defineFactSource({
  name: 'popqa',
  description: 'facts of PopQA (TSV, JSON list or JSONL), stated in our own sentences, asked as in the paper',
  options: {
    location: locationSpec,
    ...popQaKeys,
    scenarios: scenarioCounts.describe(
      'number of facts in each condition, drawn by data.seed; the others are left out',
    ),
  },
  async open({ location, scenarios, wordings, ...drawing }, context) {
    const { readPopQa } = await import('../../../corpus/facts/popqa/read-pop-qa.js');
    const { createPopQaFactSet } = await import('../../../corpus/facts/popqa/create-pop-qa-fact-set.js');
    const path = await locateFile(location, context);
    const { rows } = await readPopQa(path, { signal: context.signal });
    const options = { ...drawing, seed: context.seed, ...(wordings === undefined ? {} : { wordings }) };
    return context.deal(createPopQaFactSet(rows, options), scenarios);
  },
});
