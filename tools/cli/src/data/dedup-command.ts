import { resolve } from 'node:path';
import {
  type ChosenMethod,
  type DedupMethodName,
  type DedupRecord,
  dedupCorpus,
  dedupMethods,
  formatClusterSummary,
  hashInputs,
  type MethodKind,
} from '@lethe/data';
import * as z from 'zod';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { chosenOptions, describeKinds, optionsOfKinds } from '../commands/kind-options.js';
import { UsageError } from '../process/report-error.js';
import { input, openInput, readingOptions, skippedRows } from './corpus-input.js';
import { logDedup } from './dedup-progress.js';

const options = {
  input: input.optional(),
  ...readingOptions,
  method: z
    .enum(Object.keys(dedupMethods) as DedupMethodName[])
    .optional()
    .describe(`what is found. ${describeKinds(dedupMethods)}`),
  ...optionsOfKinds(dedupMethods),
  out: z
    .string()
    .optional()
    .describe('directory to make: clusters.arrow, dedup.json, with --drop corpus.arrow; absent or empty'),
  against: z
    .array(z.string())
    .optional()
    .describe(
      'another corpus, read like the first and left unchanged: what it holds is removed from the first',
    ),
  drop: z.boolean().default(false).describe('also write the corpus without its duplicates'),
  selfTest: z
    .boolean()
    .default(false)
    .describe(
      'instead: plant duplicates at known similarities, run minhash with its options, print recall and precision',
    ),
};
const schema = z.object(options);
type Options = z.output<typeof schema>;

/** Inputs, method and directory, which only the self-test does not need. */
type Request = Options & { input: string[]; method: DedupMethodName; out: string };

/** `lethe data dedup`: finds the duplicates of a corpus and, with --drop, leaves them out. */
export const dedupCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'dedup [input..]',
    description: 'find the duplicates of a corpus, and leave them out',
    options,
    run: async (given) => {
      if (given.selfTest) return selfTest(given, terminal);
      for (const option of ['method', 'out'] as const) {
        if (given[option] === undefined) throw missing(`--${option}`);
      }
      if ((given.input ?? []).length === 0) throw missing('an input');
      await dedup(given as Request, terminal);
    },
  });

async function dedup(options: Request, terminal: Terminal): Promise<void> {
  const method = dedupMethods[options.method] as MethodKind;
  const chosen = method.choose(chosenOptions(dedupMethods, 'method', method.name, options));
  for (const note of chosen.notes) terminal.print(note);
  const { format, textField, idField, onMalformed, paraphrases } = options;
  const against = options.against ?? [];
  const { onRead, onPass } = logDedup(terminal.log);
  const skipped = { corpus: skippedRows(), against: skippedRows() };
  const open = (inputs: readonly string[], place: keyof typeof skipped) =>
    openInput(inputs, options, terminal, { onProgress: onRead, onSummary: skipped[place].onSummary });
  const reading = { format: format ?? null, textField, idField: idField ?? null, onMalformed, paraphrases };
  const { status, summary } = await dedupCorpus(
    {
      method: chosen.method,
      options: undefined,
      corpus: open(options.input, 'corpus'),
      against: against.length > 0 ? open(against, 'against') : undefined,
      drop: options.drop,
      settings: await settingsOf(options.method, chosen, reading, options.input, against, terminal),
      inputs: {
        corpus: options.input.map(placeOf),
        against: against.map(placeOf),
        reading,
      },
    },
    options.out,
    { signal: terminal.signal, onProgress: onPass },
  );
  for (const line of [...skipped.corpus.lines(), ...skipped.against.lines()]) terminal.print(line);
  if (status === 'current') terminal.log(`${options.out}: up to date, nothing was done`);
  terminal.print(formatClusterSummary(summary));
}

/** Data sets of the hub have names, everything else is on this machine. */
const placeOf = (input: string): string => (input.startsWith('hf:') ? input : resolve(input));

/** All that the result depends on, by content. */
async function settingsOf(
  method: DedupMethodName,
  { settings }: ChosenMethod,
  reading: NonNullable<DedupRecord['inputs']>['reading'],
  corpus: readonly string[],
  against: readonly string[],
  { signal }: Terminal,
): Promise<DedupRecord['settings']> {
  const hashes = async (inputs: readonly string[]) =>
    (await hashInputs(inputs, { format: reading.format ?? undefined, signal })).map((hash) => ({ ...hash }));
  return {
    method,
    options: settings,
    reading: { ...reading },
    corpus: await hashes(corpus),
    against: against.length > 0 ? await hashes(against) : [],
  };
}

async function selfTest(options: Options, terminal: Terminal): Promise<void> {
  if (options.method !== undefined && options.method !== 'minhash') {
    throw new UsageError(`lethe: --self-test needs method minhash\n  found:    --method ${options.method}`);
  }
  for (const name of ['out', 'against'] as const) {
    if (options[name] !== undefined) throw new UsageError(`lethe: --self-test does not take --${name}`);
  }
  if (options.drop || (options.input ?? []).length > 0) {
    throw new UsageError('lethe: --self-test invents its corpus; it takes no input and no --drop');
  }
  const { onPass } = logDedup(terminal.log);
  const { minhash } = dedupMethods;
  const own = chosenOptions<(typeof minhash)['options']>(dedupMethods, 'method', minhash.name, options);
  const report = await minhash.selfTest!(own, {
    signal: terminal.signal,
    onProgress: (pass, documents) => onPass(pass, documents, undefined),
  });
  for (const note of minhash.choose(own).notes) terminal.print(note);
  terminal.print(report);
}

const missing = (what: string): UsageError =>
  new UsageError(`lethe: ${what} is missing\n  next:     npx lethe data dedup --help`);
