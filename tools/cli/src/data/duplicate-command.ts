import {
  type DuplicateOptions,
  formatDuplication,
  type OpenCorpus,
  type ReadSummary,
  readWordedCorpus,
  type TotalsKind,
  totalsKinds,
  writeDuplicatedCorpus,
} from '@lethe/data';
import type { Argv } from 'yargs';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { UsageError } from '../process/report-error.js';
import { type CorpusArguments, openCorpusOf, withCorpusOptions, withInputs } from './corpus-options.js';
import { type LawArguments, lawOf, withLawOptions } from './law-options.js';
import { describeSkipped } from './read-command.js';
import { logReading } from './read-progress.js';

interface Options extends CorpusArguments, LawArguments {
  input: string[];
  out: string;
  seed: number;
  totals: TotalsKind;
  near: number | undefined;
  nearShare: number | undefined;
  tolerance: number | undefined;
  shingleUnit: 'word' | 'character' | undefined;
  shingleSize: number | undefined;
  wordings: boolean;
}

/** `lethe data duplicate`: multiplies the documents of a corpus by a law. */
export function duplicateCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'duplicate',
    command: 'duplicate <input..>',
    describe:
      'multiply the documents of a corpus: by a factor or a distribution, exactly, nearly or reworded',
    builder: (yargs) => withOwnOptions(withLawOptions(withCorpusOptions(withInputs(yargs)))),
    handler: async (options) => {
      const { log, print, signal } = terminal;
      const skipped: ReadSummary[] = [];
      const { open, copies } = await inputOf(options, terminal, (summary) => {
        skipped[0] = summary;
      });
      const { seed, totals, out } = options;
      const report = await writeDuplicatedCorpus(open, { law: lawOf(options), copies, seed, totals }, out, {
        signal,
      });
      log(`${report.statistics.copies.toLocaleString('en-US')} documents in ${out}`);
      for (const line of skipped.flatMap(describeSkipped)) print(line);
      print(formatDuplication(report));
    },
  });
}

async function inputOf(
  options: Options,
  terminal: Terminal,
  onSummary: (summary: ReadSummary) => void,
): Promise<{ open: OpenCorpus; copies: DuplicateOptions['copies'] }> {
  const { input, near, nearShare, tolerance, shingleUnit, shingleSize, wordings, onMalformed } = options;
  const nearOptions = Object.entries({ nearShare, tolerance, shingleUnit, shingleSize });
  const idle = nearOptions.find(([, value]) => near === undefined && value !== undefined);
  if (idle) {
    const name = idle[0].replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new UsageError(`lethe: --${name} is about near-duplicates; add --near JACCARD`);
  }
  if (!wordings) {
    const open = openCorpusOf(input, options, terminal, { onProgress: logReading(terminal.log), onSummary });
    if (near === undefined) return { open, copies: { form: 'exact' } };
    const form = { form: 'near', jaccard: near, share: nearShare, tolerance } as const;
    return { open, copies: { ...form, unit: shingleUnit, shingleSize } };
  }
  if (near !== undefined) throw new UsageError('lethe: copies are near-duplicates or wordings, not both');
  if (input.length !== 1) throw new UsageError('lethe: --wordings takes one input');
  const { format, textField, idField, paraphrases } = options;
  if (format !== undefined || textField !== 'text' || idField !== undefined || paraphrases) {
    throw new UsageError(
      'lethe: --format, --text-field, --id-field and --paraphrases say how a corpus is read; with --wordings the input is none',
    );
  }
  const { open, wordings: other } = await readWordedCorpus(input[0]!, {
    onMalformed,
    signal: terminal.signal,
  });
  return { open, copies: { form: 'wordings', wordings: other } };
}

function withOwnOptions<T>(yargs: Argv<T>): Argv<T & Options> {
  return yargs
    .option('out', {
      type: 'string',
      demandOption: true,
      requiresArg: true,
      describe: 'directory to make, absent or empty: corpus.arrow, copies.arrow, duplication.json',
    })
    .option('seed', {
      type: 'number',
      default: 1,
      requiresArg: true,
      describe:
        'seed of what is drawn: which documents get how many copies, and the edits of near-duplicates',
    })
    .option('totals', {
      choices: totalsKinds,
      default: 'exact' as TotalsKind,
      requiresArg: true,
      describe:
        'exact: totals and means hold exactly, in a pass over the ids of their own; expected: every document draws for itself',
    })
    .option('near', {
      type: 'number',
      requiresArg: true,
      describe: 'make copies near-duplicates at this Jaccard similarity of shingles, over 0 and below 1',
    })
    .option('near-share', {
      type: 'number',
      requiresArg: true,
      describe: 'share of the copies that are near-duplicates, the others being exact; 1 where absent',
    })
    .option('tolerance', {
      type: 'number',
      requiresArg: true,
      describe: 'how far from the similarity counts as reached; 0.01 where absent',
    })
    .option('shingle-unit', {
      choices: ['word', 'character'] as const,
      requiresArg: true,
      describe: 'what shingles are made of; word where absent',
    })
    .option('shingle-size', {
      type: 'number',
      requiresArg: true,
      describe: 'words or characters in a shingle; 5 or 24 where absent',
    })
    .option('wordings', {
      type: 'boolean',
      default: false,
      describe:
        'copies are other wordings in turn; the input is a directory with facts, Fictional Knowledge or PopQA',
    }) as unknown as Argv<T & Options>;
}
