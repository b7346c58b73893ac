import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';
import {
  type DedupMethod,
  type DedupRecord,
  describeSCurve,
  exactDedup,
  lineDedup,
  loadTokenizer,
  type MinhashOptions,
  minhashDedup,
  resolveMinhashOptions,
  type SubstringOptions,
  substringDedup,
} from '@lethe/data';
import {
  type MethodArguments,
  type MethodOption,
  MIN_CHARACTERS,
  optionName,
} from './dedup-method-options.js';
import { wholeNumber } from './whole-number.js';

/** A method with its options filled in. */
export interface ChosenMethod {
  method: DedupMethod<undefined>;
  /** The options that the result depends on, as dedup.json has them. */
  options: DedupRecord['settings'];
  /** What the user should know before it begins. */
  notes: string[];
}

interface MethodDeclaration {
  describe: string;
  options: readonly MethodOption[];
  choose: (given: MethodArguments) => ChosenMethod;
}

const declarations = {
  exact: {
    describe: 'documents whose whole text another one has',
    options: ['normalize'],
    choose({ normalize: normalization = 'none' }) {
      const options = { normalization };
      const method: DedupMethod<undefined> = (corpus, against, _, context) =>
        exactDedup(corpus, against, options, context);
      return { method, options, notes: [] };
    },
  },
  line: {
    describe: 'lines that occur more than once',
    options: ['normalize', 'minLength'],
    choose: (given) => chooseUnits('line', given),
  },
  paragraph: {
    describe: 'paragraphs, between blank lines, that occur more than once',
    options: ['normalize', 'minLength'],
    choose: (given) => chooseUnits('paragraph', given),
  },
  minhash: {
    describe: 'near-duplicates, by shared shingles',
    options: ['threshold', 'bands', 'rows', 'shingle', 'ngram', 'verify', 'seed', 'threads'],
    choose: chooseMinhash,
  },
  substring: {
    describe: 'runs of tokens that stand somewhere else too',
    options: ['minLength', 'unit', 'tokenizer', 'keep', 'minRemaining', 'memory'],
    choose: chooseSubstring,
  },
} satisfies Record<string, MethodDeclaration>;

export type MethodName = keyof typeof declarations;

export const methodNames = Object.keys(declarations) as MethodName[];

/** One sentence for every method. */
export const describeMethods = (): string =>
  methodNames.map((name) => `${name}: ${declarations[name].describe}`).join('. ');

/**
 * The method that the options name.
 * @throws LetheError when an option was given that the method does not have, or is out of range
 */
export function chooseMethod(name: MethodName, given: MethodArguments): ChosenMethod {
  refuseForeignOptions(name, given);
  return declarations[name].choose(given);
}

/** Options of `minhashDedup` from those of the command line. */
export function minhashOptions(given: MethodArguments): MinhashOptions {
  refuseForeignOptions('minhash', given);
  const { threshold, bands, rows, shingle, ngram, verify, seed, threads } = given;
  const unit = shingle === 'char' ? 'character' : shingle;
  return { threshold, bands, rows, unit, shingleSize: ngram, verify, seed, threads };
}

function refuseForeignOptions(name: MethodName, given: MethodArguments): void {
  const own: readonly MethodOption[] = declarations[name].options;
  const having = (option: MethodOption): MethodName[] =>
    methodNames.filter((other) => (declarations[other].options as readonly MethodOption[]).includes(option));
  const all = new Set(methodNames.flatMap((other): readonly MethodOption[] => declarations[other].options));
  for (const option of all) {
    if (given[option] === undefined || own.includes(option)) continue;
    throw new LetheError({
      what: `--method ${name} has no such option`,
      where: optionName(option),
      expected: `only ${own.map(optionName).join(', ')}`,
      next: `leave it out, or choose a method that has it: ${having(option).join(', ')}`,
    });
  }
}

function chooseUnits(
  unit: 'line' | 'paragraph',
  { normalize: normalization = 'none', minLength = MIN_CHARACTERS }: MethodArguments,
): ChosenMethod {
  wholeNumber('--min-length', minLength, 1);
  const options = { unit, normalization, minLength };
  return {
    method: (corpus, against, _, context) => lineDedup(corpus, against, options, context),
    options,
    notes: [],
  };
}

function chooseMinhash(given: MethodArguments): ChosenMethod {
  const options = minhashOptions(given);
  const { threshold, bands, rows, shingling, verify, seed } = resolveMinhashOptions(options);
  return {
    method: (corpus, against, _, context) =>
      minhashDedup(corpus, against, { ...options, temporaryDirectory: context.scratch }, context),
    options: { threshold, bands, rows, shingling: { ...shingling }, verify, seed },
    notes: [describeSCurve(bands, rows)],
  };
}

function chooseSubstring(given: MethodArguments): ChosenMethod {
  const { minLength = 50, unit = 'words', tokenizer, keep = 'one', minRemaining = 1, memory = 4 } = given;
  wholeNumber('--min-length', minLength, 1);
  wholeNumber('--min-remaining', minRemaining, 1, minLength);
  if (!(memory > 0)) throw outOfRange('--memory', 'GiB, more than 0', String(memory));
  if ((unit === 'tokens') !== (tokenizer !== undefined)) {
    throw outOfRange(
      '--tokenizer',
      '--unit tokens and --tokenizer FILE together, or neither',
      tokenizer === undefined ? '--unit tokens alone' : `--unit ${unit}`,
    );
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
}

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

const outOfRange = (where: string, expected: string, found: string): LetheError =>
  new LetheError({ what: 'the value of this option does not fit', where, expected, found });
