import * as z from 'zod';
import { scenarioCounts } from '../../corpus/facts/scenario-counts.js';
import { locationSpec } from '../../corpus/files/location.js';
import { biographyKeys, symbolicKeys } from './world.js';

const count = z.int().nonnegative();

/** Scenarios of invented facts, which the background can tell too. */
const worldScenarios = scenarioCounts
  .extend({
    background: count
      .default(0)
      .describe(
        'facts that are probed and not injected, since the background tells them: background.source world',
      ),
  })
  .describe('how many facts go into each condition');

/** Where facts come from, and how many go into each condition. */
export const factsSpec = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('generated').describe('invented entities and passages'),
    scenarios: worldScenarios,
  }),
  z.strictObject({
    source: z.literal('biographies').describe('invented persons after bioS of arXiv 2309.14316'),
    scenarios: worldScenarios,
    ...biographyKeys,
  }),
  z.strictObject({
    source: z
      .literal('symbolic')
      .describe('the symbolic world of arXiv 2508.00901: subjects, relation templates, answers'),
    scenarios: worldScenarios,
    ...symbolicKeys,
  }),
  z.strictObject({
    source: z.literal('fictional-knowledge').describe('the published passages of arXiv 2406.11813'),
    location: locationSpec,
    scenarios: scenarioCounts,
  }),
  z.strictObject({
    source: z
      .literal('popqa')
      .describe(
        'facts of PopQA (TSV, JSON list or JSONL), told in sentences of our own, asked as in the paper',
      ),
    location: locationSpec,
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
        'wordings of each fact, the text and its variants: K of the templates, drawn for each fact by data.seed; all where absent',
      ),
    trainFraction: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('share of the subjects whose probes are for training, drawn by data.seed'),
    scenarios: scenarioCounts.describe(
      'how many facts go into each condition, drawn by data.seed; facts beyond are left out',
    ),
  }),
  z.strictObject({
    source: z
      .literal('tables')
      .describe('the tables facts and probes of a directory, such as an operation of lethe data writes'),
    location: locationSpec.describe('the directory'),
    scenarios: scenarioCounts
      .optional()
      .describe(
        'how many facts go into each condition, drawn by data.seed; facts beyond are left out with their probes. Where absent all facts keep the scenario of the table: background is for facts that the background tells, which are probed and not injected',
      ),
  }),
]);
