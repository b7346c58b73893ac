import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';
import {
  type DedupMethod,
  type DedupRecord,
  describeSCurve,
  exactDedup,
  lineDedup,
  type MinhashOptions,
  minhashDedup,
  normalizations,
  resolveMinhashOptions,
  type SubstringOptions,
  substringDedup,
} from '@lethe/data';
import { loadTokenizer } from '@lethe/tokenizers';
import * as z from 'zod';
import { checkOptions } from '../commands/command.js';
import { givenOptions, type Kind } from '../commands/kind-options.js';

/** A method with its options filled in. */
export interface ChosenMethod {
  method: DedupMethod<undefined>;
  /** The options that the result depends on, as dedup.json has them. */
  options: DedupRecord['settings'];
  /** What the user should know before it begins. */
  notes: string[];
}

interface Method<Shape extends z.ZodRawShape = z.ZodRawShape> extends Kind {
  options: Shape;
  choose(given: Readonly<Record<string, unknown>>): ChosenMethod;
}

function defineMethod<Shape extends z.ZodRawShape>(
  description: string,
  options: Shape,
  choose: (options: z.output<z.ZodObject<Shape>>) => ChosenMethod,
): Method<Shape> {
  return { description, options, choose: (given) => choose(checkOptions(z.object(options), given)) };
}

const normalize = z
  .enum(normalizations)
  .default('none')
  .describe(
    'what makes no difference. none; whitespace: its amount; lowercase: case too; words: all but letters and digits too, and compatibility forms',
  );

const unitMethod = (unit: 'line' | 'paragraph', description: string): Method =>
  defineMethod(
    description,
    {
      normalize,
      minLength: z.int().min(1).default(20).describe('characters of the shortest that are compared'),
    },
    ({ normalize: normalization, minLength }) => {
      const options = { unit, normalization, minLength };
      return {
        method: (corpus, against, _, context) => lineDedup(corpus, against, options, context),
        options,
        notes: [],
      };
    },
  );

const minhash = defineMethod(
  'near-duplicates, by shared shingles',
  {
    threshold: z.number().gt(0).max(1).default(0.8).describe('Jaccard similarity of duplicates'),
    bands: z
      .int()
      .positive()
      .optional()
      .describe('bands of the sketch; with --rows, or both follow from the threshold'),
    rows: z.int().positive().optional().describe('rows of a band'),
    shingle: z.enum(['word', 'char']).default('word').describe('what shingles are made of'),
    ngram: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('words or characters of a shingle; 5 or 24 where absent'),
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
      .describe('threads beside the one that reads; one for each core where absent'),
  },
  (given) => {
    const options = minhashOptions(given);
    const { threshold, bands, rows, shingling, verify, seed } = resolveMinhashOptions(options);
    return {
      method: (corpus, against, _, context) =>
        minhashDedup(corpus, against, { ...options, temporaryDirectory: context.scratch }, context),
      options: { threshold, bands, rows, shingling: { ...shingling }, verify, seed },
      notes: [describeSCurve(bands, rows)],
    };
  },
);

function minhashOptions({
  shingle,
  ngram,
  ...rest
}: z.output<z.ZodObject<(typeof minhash)['options']>>): MinhashOptions {
  return { ...rest, unit: shingle === 'char' ? 'character' : shingle, shingleSize: ngram };
}

const substring = defineMethod(
  'runs of tokens that stand somewhere else too',
  {
    minLength: z.int().min(1).default(50).describe('tokens of the shortest repeat'),
    unit: z
      .enum(['words', 'bytes', 'tokens'])
      .default('words')
      .describe('what a token is; tokens: those of --tokenizer'),
    tokenizer: z.string().optional().describe('tokenizer.json of a data stage'),
    keep: z.enum(['one', 'none']).default('one').describe('copies of a repeat that stay'),
    minRemaining: z.int().min(1).default(1).describe('a document left with fewer tokens goes whole'),
    memory: z.number().positive().default(4).describe('GiB that the suffix array may take'),
  },
  ({ minLength, unit, tokenizer, keep, minRemaining, memory }) => {
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
      options: { unit, tokenizer: read, minLength, keep, minRemaining },
      notes: [],
    };
  },
);

/** Every method, by the name that `--method` gives. */
export const dedupMethods = {
  exact: defineMethod(
    'documents whose whole text another one has',
    { normalize },
    ({ normalize: normalization }) => {
      const options = { normalization };
      return {
        method: (corpus, against, _, context) => exactDedup(corpus, against, options, context),
        options,
        notes: [],
      };
    },
  ),
  line: unitMethod('line', 'lines that occur more than once'),
  paragraph: unitMethod('paragraph', 'paragraphs, between blank lines, that occur more than once'),
  minhash,
  substring,
};
export type MethodName = keyof typeof dedupMethods;

/**
 * The method that the options name.
 * @throws LetheError when an option was given that the method does not have, or is out of range
 */
export const chooseMethod = (name: MethodName, given: Readonly<Record<string, unknown>>): ChosenMethod =>
  dedupMethods[name].choose(givenOptions(dedupMethods, 'method', name, given));

/** Options of `minhashDedup` from those of the command line. */
export const chosenMinhashOptions = (given: Readonly<Record<string, unknown>>): MinhashOptions =>
  minhashOptions(
    checkOptions(z.object(minhash.options), givenOptions(dedupMethods, 'method', 'minhash', given)),
  );

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

const unfit = (where: string, expected: string, found: string): LetheError =>
  new LetheError({ what: 'the value of this option does not fit', where, expected, found });
