import { type Normalization, normalizations } from '@lethe/data';
import type { Argv } from 'yargs';

/** Options that belong to some methods only; absent where they were not given. */
export interface MethodArguments {
  normalize?: Normalization;
  minLength?: number;
  threshold?: number;
  bands?: number;
  rows?: number;
  shingle?: 'word' | 'char';
  ngram?: number;
  verify?: boolean;
  seed?: number;
  threads?: number;
  unit?: 'words' | 'bytes' | 'tokens';
  tokenizer?: string;
  keep?: 'one' | 'none';
  minRemaining?: number;
  memory?: number;
}

export type MethodOption = keyof MethodArguments;

/** Characters of a line or paragraph that is compared, where nothing else is said. */
export const MIN_CHARACTERS = 20;

/** Adds the options of all methods; none has a default here, so that it is known which were given. */
export function withMethodOptions<T>(yargs: Argv<T>): Argv<T & MethodArguments> {
  const number = (describe: string) => ({ type: 'number', requiresArg: true, describe }) as const;
  return yargs
    .option('normalize', {
      choices: normalizations,
      requiresArg: true,
      describe:
        'exact, line, paragraph: what makes no difference. none (default); whitespace: its amount; lowercase: case too; words: all but letters and digits too, and compatibility forms',
    })
    .option(
      'min-length',
      number(
        `line, paragraph: characters of the shortest that are compared, ${MIN_CHARACTERS} by default. substring: tokens of the shortest repeat, 50 by default`,
      ),
    )
    .option('threshold', number('minhash: Jaccard similarity of duplicates, 0.8 by default'))
    .option('bands', number('minhash: bands of the sketch; with --rows, or both follow from the threshold'))
    .option('rows', number('minhash: rows of a band'))
    .option('shingle', {
      choices: ['word', 'char'] as const,
      requiresArg: true,
      describe: 'minhash: what shingles are made of, word by default',
    })
    .option('ngram', number('minhash: words or characters of a shingle, 5 or 24 by default'))
    .option('verify', {
      type: 'boolean',
      describe: 'minhash: compare the true shingles of candidates (default); --no-verify trusts the sketch',
    })
    .option('seed', number('minhash: seed of the sketch, 1 by default'))
    .option('threads', number('minhash: threads beside the one that reads, by default one for each core'))
    .option('unit', {
      choices: ['words', 'bytes', 'tokens'] as const,
      requiresArg: true,
      describe: 'substring: what a token is, words by default; tokens: those of --tokenizer',
    })
    .option('tokenizer', {
      type: 'string',
      requiresArg: true,
      describe: 'substring: tokenizer.json of a data stage',
    })
    .option('keep', {
      choices: ['one', 'none'] as const,
      requiresArg: true,
      describe: 'substring: copies of a repeat that stay, one by default',
    })
    .option('min-remaining', number('substring: a document left with fewer tokens goes whole, 1 by default'))
    .option(
      'memory',
      number('substring: GiB that the suffix array may take, 4 by default'),
    ) as unknown as Argv<T & MethodArguments>;
}

/** The option as it is written on the command line. */
export const optionName = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
