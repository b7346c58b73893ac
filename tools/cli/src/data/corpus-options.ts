import {
  type CorpusFormat,
  type CorpusOptions,
  corpusFormatNames,
  corpusFormats,
  type MalformedPolicy,
  malformedPolicies,
  openCorpus,
} from '@lethe/data';
import type { Argv } from 'yargs';
import type { Terminal } from '../commands/command.js';
import { UsageError } from '../process/report-error.js';

/** What the options say by which a command is told how to read a corpus. */
export interface CorpusArguments {
  format: CorpusFormat | undefined;
  textField: string;
  idField: string | false | undefined;
  onMalformed: MalformedPolicy;
  paraphrases: boolean;
}

/**
 * Adds the positional `input`: the command's own line ends in `<input..>`, or in `[input..]` where it can do without.
 */
export function withInputs<T>(yargs: Argv<T>, demandOption = true): Argv<T & { input: string[] }> {
  return (
    yargs
      // The rule that the last of two values counts, which the whole command line has, would leave one input.
      .parserConfiguration({ 'duplicate-arguments-array': true })
      .check((parsed) => refuseTwice(parsed, arraysOf(yargs)))
      .positional('input', {
        type: 'string',
        array: true,
        demandOption,
        describe:
          'files, folders, directories that lethe data wrote, or data sets of the Hugging Face hub: hf:owner/name[@revision][:file-pattern]',
      }) as unknown as Argv<T & { input: string[] }>
  );
}

function refuseTwice(parsed: object, arrays: readonly string[]): true {
  for (const [name, value] of Object.entries(parsed)) {
    if (name === '_' || !Array.isArray(value) || arrays.includes(name)) continue;
    throw new UsageError(`lethe: --${name} takes one value\n  found:    ${value.join(', ')}`);
  }
  return true;
}

/** The options that take several values; yargs has no type for the method. */
function arraysOf(yargs: Argv<unknown>): string[] {
  return (yargs as unknown as { getOptions(): { array: string[] } }).getOptions().array;
}

/** Adds the options that say how a corpus is read. */
export function withCorpusOptions<T>(yargs: Argv<T>): Argv<T & CorpusArguments> {
  const formats = Object.entries(corpusFormats).map(([name, what]) => `${name}: ${what}`);
  return yargs
    .option('format', {
      choices: corpusFormatNames,
      requiresArg: true,
      describe: `how files are read and which files of a folder are; by content and name where absent. ${formats.join('. ')}`,
    })
    .option('text-field', {
      type: 'string',
      default: 'text',
      requiresArg: true,
      describe: 'field or column with the text; dots step into nested records',
    })
    .option('id-field', {
      type: 'string',
      describe:
        'field or column with the id; where absent, id of records that have it, else <file>-<number>. --no-id-field numbers all',
    })
    .option('on-malformed', {
      choices: malformedPolicies,
      default: 'refuse' as MalformedPolicy,
      requiresArg: true,
      describe: 'stop at the first malformed row, or skip and count such rows',
    })
    .option('paraphrases', {
      type: 'boolean',
      default: false,
      describe: 'read the paraphrases of Fictional Knowledge as documents too',
    }) as unknown as Argv<T & CorpusArguments>;
}

/** Opens the corpus that inputs and options name; callbacks and others of `more` are handed on. */
export function openCorpusOf(
  inputs: readonly string[],
  { format, textField, idField, onMalformed, paraphrases }: CorpusArguments,
  { log, signal }: Terminal,
  more: Pick<CorpusOptions, 'onProgress' | 'onSummary'> = {},
): ReturnType<typeof openCorpus> {
  return openCorpus(inputs, {
    format,
    textField,
    idField,
    onMalformed,
    paraphrases,
    log,
    signal,
    ...more,
  });
}
