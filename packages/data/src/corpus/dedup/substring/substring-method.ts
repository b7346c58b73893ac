import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';
import { loadTokenizer } from '@lethe/tokenizers';
import * as z from 'zod';
import { defineMethod } from '../method/method-kind.js';
import { substringDedup } from './substring-dedup.js';
import type { SubstringOptions } from './substring-options.js';

export const substringMethod = defineMethod({
  name: 'substring',
  description: 'runs of tokens that occur elsewhere too',
  options: {
    minLength: z.int().min(1).default(50).describe('tokens of the shortest repeat'),
    unit: z
      .enum(['words', 'bytes', 'tokens'])
      .default('words')
      .describe('what a token is; tokens: those of --tokenizer'),
    tokenizer: z.string().optional().describe('tokenizer.json of a data stage'),
    keep: z.enum(['one', 'none']).default('one').describe('copies of a repeat to keep'),
    minRemaining: z.int().min(1).default(1).describe('documents left with fewer tokens are dropped whole'),
    memory: z.number().positive().default(4).describe('memory limit of the suffix array, GiB'),
  },
  local: ['tokenizer', 'memory'],
  conditions: [
    {
      holds: ({ unit, tokenizer }) => (unit === 'tokens') === (tokenizer !== undefined),
      error: 'unit tokens and a tokenizer go together',
    },
  ],
  choose({ minLength, unit, tokenizer, keep, minRemaining, memory }) {
    if (minRemaining > minLength) {
      throw unfit('--min-remaining', `a whole number from 1 to ${minLength}`, String(minRemaining));
    }
    if ((unit === 'tokens') !== (tokenizer !== undefined)) {
      const found = tokenizer === undefined ? '--unit tokens alone' : `--unit ${unit}`;
      throw unfit('--tokenizer', '--unit tokens and --tokenizer FILE together, or neither', found);
    }
    const options: SubstringOptions = {
      unit: unit === 'tokens' ? loadTokenizer(tokenizer!) : unit,
      minLength,
      keep,
      minRemaining,
      memoryLimit: Math.floor(memory * 2 ** 30),
    };
    const read = tokenizer === undefined ? null : sha256(tokenizer);
    return {
      method: (corpus, against, _, context) => substringDedup(corpus, against, options, context),
      settings: { unit, tokenizer: read, minLength, keep, minRemaining },
      notes: [],
    };
  },
});

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

const unfit = (where: string, expected: string, found: string): LetheError =>
  new LetheError({ what: 'the value of this option is not valid', where, expected, found });
