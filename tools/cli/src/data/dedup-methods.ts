import { LetheError } from '@lethe/contracts';
import {
  type DedupMethod,
  type DedupRecord,
  exactDedup,
  lineDedup,
  type Normalization,
  normalizations,
} from '@lethe/data';
import type { Argv } from 'yargs';
import { wholeNumber } from './whole-number.js';

/** Options that belong to some methods only; absent where they were not given. */
export interface MethodArguments {
  normalize?: Normalization;
  minLength?: number;
}

/** A method with its options filled in. */
export interface ChosenMethod {
  method: DedupMethod<undefined>;
  /** The options as dedup.json has them. */
  options: Exclude<DedupRecord['settings'], null>;
  /** What the user should know before it begins. */
  notes: string[];
}

interface MethodDeclaration {
  describe: string;
  options: readonly (keyof MethodArguments)[];
  choose: (given: MethodArguments) => ChosenMethod;
}

/** Characters of a line or paragraph that is compared. */
const MIN_CHARACTERS = 20;

const declarations = {
  exact: {
    describe: 'documents whose whole text another one has',
    options: ['normalize'],
    choose({ normalize: normalization = 'none' }) {
      return bind(exactDedup, { normalization });
    },
  },
  line: { describe: 'lines that occur more than once', ...unitMethod('line') },
  paragraph: {
    describe: 'paragraphs, between blank lines, that occur more than once',
    ...unitMethod('paragraph'),
  },
} satisfies Record<string, MethodDeclaration>;

export type MethodName = keyof typeof declarations;

export const methodNames = Object.keys(declarations) as MethodName[];

/** One line for every method. */
export const describeMethods = (): string =>
  methodNames.map((name) => `${name}: ${declarations[name].describe}`).join('. ');

/** Adds the options of all methods. */
export function withMethodOptions<T>(yargs: Argv<T>): Argv<T & MethodArguments> {
  return yargs
    .option('normalize', {
      choices: normalizations,
      requiresArg: true,
      describe: `${methodsWith('normalize')}: what makes no difference. none (default); whitespace: its amount; lowercase: case too; words: all but letters and digits too, and compatibility forms`,
    })
    .option('min-length', {
      type: 'number',
      requiresArg: true,
      describe: `${methodsWith('minLength')}: shorter ones are left alone; in characters, ${MIN_CHARACTERS} where absent`,
    }) as unknown as Argv<T & MethodArguments>;
}

/**
 * The method that the options name.
 * @throws LetheError when an option was given that the method does not have, or is out of range
 */
export function chooseMethod(name: MethodName, given: MethodArguments): ChosenMethod {
  const declaration: MethodDeclaration = declarations[name];
  const all = methodNames.flatMap((other): readonly (keyof MethodArguments)[] => declarations[other].options);
  for (const option of new Set(all)) {
    if (given[option] === undefined || declaration.options.includes(option)) continue;
    throw new LetheError({
      what: `--method ${name} has no such option`,
      where: optionName(option),
      expected: `only ${declaration.options.map(optionName).join(', ')}`,
      found: `${optionName(option)} ${given[option]}`,
      next: `leave it out, or choose a method that has it: ${methodsWith(option)}`,
    });
  }
  return declaration.choose(given);
}

function unitMethod(unit: 'line' | 'paragraph'): Omit<MethodDeclaration, 'describe'> {
  return {
    options: ['normalize', 'minLength'],
    choose({ normalize: normalization = 'none', minLength = MIN_CHARACTERS }) {
      wholeNumber('--min-length', minLength, 1);
      return bind(lineDedup, { unit, normalization, minLength });
    },
  };
}

function bind<Options extends Record<string, string | number>>(
  method: DedupMethod<Options>,
  options: Options,
): ChosenMethod {
  return {
    method: (corpus, against, _, context) => method(corpus, against, options, context),
    options,
    notes: [],
  };
}

function methodsWith(option: keyof MethodArguments): string {
  const having = (name: MethodName): boolean =>
    (declarations[name].options as readonly (keyof MethodArguments)[]).includes(option);
  return methodNames.filter(having).join(', ');
}

const optionName = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
