import { resolve } from 'node:path';
import {
  type DedupOutcome,
  dedupCorpus,
  formatClusterSummary,
  hashInputs,
  type ReadSummary,
} from '@lethe/data';
import type { Argv } from 'yargs';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { type CorpusArguments, openCorpusOf, withCorpusOptions, withInputs } from './corpus-options.js';
import {
  chooseMethod,
  describeMethods,
  type MethodArguments,
  type MethodName,
  methodNames,
  withMethodOptions,
} from './dedup-methods.js';
import { logDedup } from './dedup-progress.js';
import { describeSkipped } from './read-command.js';

interface Options extends CorpusArguments, MethodArguments {
  input: string[];
  method: MethodName;
  out: string;
  against: string[] | undefined;
  drop: boolean;
}

/** `lethe data dedup`: finds the duplicates of a corpus and, with --drop, leaves them out. */
export function dedupCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'dedup',
    command: 'dedup <input..>',
    describe: 'find the duplicates of a corpus, and leave them out',
    builder: (yargs) => withOwnOptions(withMethodOptions(withCorpusOptions(withInputs(yargs)))),
    handler: async (options) => {
      const chosen = chooseMethod(options.method, options);
      for (const note of chosen.notes) terminal.print(note);
      const skipped: ReadSummary[] = [];
      const outcome = await run(options, chosen, terminal, skipped);
      for (const line of skipped.flatMap(describeSkipped)) terminal.print(line);
      if (outcome.status === 'current') terminal.log(`${options.out}: up to date, nothing was done`);
      terminal.print(formatClusterSummary(outcome.summary));
    },
  });
}

function withOwnOptions<T>(yargs: Argv<T>): Argv<T & Options> {
  return yargs
    .option('method', {
      choices: methodNames,
      demandOption: true,
      requiresArg: true,
      describe: `what is found. ${describeMethods()}`,
    })
    .option('out', {
      type: 'string',
      demandOption: true,
      requiresArg: true,
      describe: 'directory to make: clusters.arrow, dedup.json, with --drop corpus.arrow; absent or empty',
    })
    .option('against', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'another corpus, read like the first, which stays as it is: what it has goes from the first',
    })
    .option('drop', {
      type: 'boolean',
      default: false,
      describe: 'also write the corpus without its duplicates',
    }) as unknown as Argv<T & Options>;
}

async function run(
  options: Options,
  { method, options: methodOptions }: ReturnType<typeof chooseMethod>,
  terminal: Terminal,
  skipped: ReadSummary[],
): Promise<DedupOutcome> {
  const { format, textField, idField, onMalformed } = options;
  const against = options.against ?? [];
  const { onRead, onPass } = logDedup(terminal.log);
  const open = (inputs: readonly string[], place: number) =>
    openCorpusOf(inputs, options, terminal, {
      onProgress: onRead,
      onSummary: (summary) => {
        skipped[place] = summary;
      },
    });
  const settings = {
    method: options.method,
    options: methodOptions,
    reading: { format: format ?? null, textField, idField: idField ?? null, onMalformed },
    corpus: await hashInputs(options.input, format, terminal.signal),
    against: against.length > 0 ? await hashInputs(against, format, terminal.signal) : [],
  };
  return dedupCorpus(
    {
      method,
      options: undefined,
      corpus: open(options.input, 0),
      against: against.length > 0 ? open(against, 1) : undefined,
      drop: options.drop,
      settings: JSON.parse(JSON.stringify(settings)),
      locations: {
        corpus: options.input.map((path) => resolve(path)),
        against: against.map((path) => resolve(path)),
      },
    },
    options.out,
    { signal: terminal.signal, onProgress: onPass },
  );
}
