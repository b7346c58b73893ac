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

/** What the options say by which a command is told how to read a corpus. */
export interface CorpusArguments {
  format: CorpusFormat | undefined;
  textField: string;
  idField: string | false | undefined;
  onMalformed: MalformedPolicy;
}

/** Adds the positional `input`: the command's own line ends in `<input..>`. */
export function withInputs<T>(yargs: Argv<T>): Argv<T & { input: string[] }> {
  return yargs.positional('input', {
    type: 'string',
    array: true,
    demandOption: true,
    describe: 'files, folders, or directories that an operation of lethe data wrote',
  }) as Argv<T & { input: string[] }>;
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
    }) as unknown as Argv<T & CorpusArguments>;
}

/** Opens the corpus that inputs and options name; callbacks and others of `more` are handed on. */
export function openCorpusOf(
  inputs: readonly string[],
  { format, textField, idField, onMalformed }: CorpusArguments,
  { log, signal }: Terminal,
  more: Pick<CorpusOptions, 'onProgress' | 'onSummary'> = {},
): ReturnType<typeof openCorpus> {
  return openCorpus(inputs, { format, textField, idField, onMalformed, log, signal, ...more });
}
