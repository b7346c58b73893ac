import * as z from 'zod';
import type { OptionsOf } from '../../../registry/declared-union.js';
import { defineMethod } from '../method/method-kind.js';
import { minhashDedup } from './minhash-dedup.js';
import { formatSelfTest, minhashSelfTest } from './minhash-self-test.js';
import { describeSCurve, type MinhashOptions, resolveMinhashOptions } from './minhash-settings.js';

const options = {
  threshold: z.number().gt(0).max(1).default(0.8).describe('Jaccard similarity of duplicates'),
  bands: z
    .int()
    .positive()
    .optional()
    .describe('bands of the sketch, with --rows; by default both follow from the threshold'),
  rows: z.int().positive().optional().describe('rows of a band'),
  shingle: z.enum(['word', 'char']).default('word').describe('what shingles are made of'),
  ngram: z.int().min(1).max(1000).optional().describe('words or characters of a shingle; 5 or 24 by default'),
  verify: z
    .boolean()
    .default(true)
    .describe('compare the true shingles of candidates; --no-verify trusts the sketch'),
  seed: z.int().nonnegative().default(1).describe('seed of the sketch'),
  threads: z
    .int()
    .min(0)
    .max(1024)
    .optional()
    .describe('threads besides the one that reads; one per core by default'),
};

export const minhashMethod = defineMethod({
  name: 'minhash',
  description: 'near-duplicates, by shared shingles',
  options,
  local: ['threads'],
  choose(given) {
    const options = toMinhashOptions(given);
    const { threshold, bands, rows, shingling, verify, seed } = resolveMinhashOptions(options);
    return {
      method: (corpus, against, _, context) =>
        minhashDedup(corpus, against, { ...options, temporaryDirectory: context.scratch }, context),
      settings: { threshold, bands, rows, shingling: { ...shingling }, verify, seed },
      notes: [describeSCurve(bands, rows)],
    };
  },
  selfTest: async (given, context) => formatSelfTest(await minhashSelfTest(toMinhashOptions(given), context)),
});

/** Options of `minhashDedup` from those of the method. */
function toMinhashOptions({ shingle, ngram, ...rest }: OptionsOf<typeof options>): MinhashOptions {
  return { ...rest, unit: shingle === 'char' ? 'character' : shingle, shingleSize: ngram };
}
