import { LetheError, readJson } from '@lethe/contracts';
import {
  type DuplicateOptions,
  formatDuplication,
  type MultiplicityLaw,
  multiplicityLaws,
  nearForm,
  type OpenCorpus,
  type ReadSummary,
  readWordedCorpus,
  totalsKinds,
  writeDuplicatedCorpus,
} from '@lethe/data';
import * as z from 'zod';
import { type Command, defineCommand, optionName, type Terminal } from '../commands/command.js';
import { describeKinds, givenOptions, optionsOfKinds } from '../commands/kind-options.js';
import { UsageError } from '../process/report-error.js';
import { input, logReading, openInput, readingOptions, skippedRows } from './corpus-input.js';

/** The laws, with what is data in code as text on the command line. */
const laws = {
  ...multiplicityLaws,
  histogram: {
    ...multiplicityLaws.histogram,
    options: {
      histogram: z.string().describe('multiplicity:documents, such as 1:900,10:90,100:10'),
    },
  },
  counts: {
    ...multiplicityLaws.counts,
    options: {
      ...multiplicityLaws.counts.options,
      counts: z.string().describe('a JSON file {"id": copies}'),
    },
  },
};
type LawName = keyof typeof laws;

const { jaccard, share, tolerance, unit, shingleSize } = nearForm.options;

/** What near-duplicates have beside their similarity. */
const near = { nearShare: share, tolerance, shingleUnit: unit, shingleSize };

const options = {
  input,
  ...readingOptions,
  law: z
    .enum(Object.keys(laws) as LawName[])
    .describe(`how many copies documents get, the original among them. ${describeKinds(laws)}`),
  ...optionsOfKinds(laws),
  out: z
    .string()
    .describe('directory to make, absent or empty: corpus.arrow, copies.arrow, duplication.json'),
  seed: z
    .int()
    .nonnegative()
    .default(1)
    .describe('seed of what is drawn: which documents get how many copies, and the edits of near-duplicates'),
  totals: z
    .enum(totalsKinds)
    .default('exact')
    .describe(
      'exact: totals and means hold exactly, which takes an extra pass over the ids; expected: every document draws for itself',
    ),
  near: jaccard
    .optional()
    .describe('make copies near-duplicates at this Jaccard similarity of shingles, over 0 and below 1'),
  ...near,
  wordings: z
    .boolean()
    .default(false)
    .describe(
      'copies are other wordings in turn; the input is a directory with facts, Fictional Knowledge or PopQA',
    ),
};
const schema = z.object(options);
type Options = z.output<typeof schema>;

/** `lethe data duplicate`: multiplies the documents of a corpus by a law. */
export const duplicateCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'duplicate <input..>',
    description:
      'multiply the documents of a corpus: by a factor or a distribution, exactly, nearly or reworded',
    options,
    run: async (given, { log, print, signal }) => {
      const skipped = skippedRows();
      const { open, copies } = await openDocuments(given, terminal, skipped.onSummary);
      const { seed, totals, out } = given;
      const law = lawOf(given.law, given);
      const report = await writeDuplicatedCorpus(open, { law, copies, seed, totals }, out, { signal });
      log(`${report.statistics.copies.toLocaleString('en-US')} documents in ${out}`);
      for (const line of skipped.lines()) print(line);
      print(formatDuplication(report));
    },
  });

async function openDocuments(
  given: Options,
  terminal: Terminal,
  onSummary: (summary: ReadSummary) => void,
): Promise<{ open: OpenCorpus; copies: DuplicateOptions['copies'] }> {
  const { near: jaccard, nearShare, tolerance, shingleUnit, shingleSize, wordings, onMalformed } = given;
  const idle = Object.keys(near).find(
    (key) => jaccard === undefined && given[key as keyof typeof near] !== undefined,
  );
  if (idle !== undefined) {
    throw new UsageError(`lethe: ${optionName(idle)} applies to near-duplicates; add --near JACCARD`);
  }
  if (!wordings) {
    const open = openInput(given.input, given, terminal, { onProgress: logReading(terminal.log), onSummary });
    if (jaccard === undefined) return { open, copies: { form: 'exact' } };
    return {
      open,
      copies: { form: 'near', jaccard, share: nearShare, tolerance, unit: shingleUnit, shingleSize },
    };
  }
  if (jaccard !== undefined) throw new UsageError('lethe: copies are near-duplicates or wordings, not both');
  if (given.input.length !== 1) throw new UsageError('lethe: --wordings takes one input');
  const { format, textField, idField, paraphrases } = given;
  if (format !== undefined || textField !== 'text' || idField !== undefined || paraphrases) {
    throw new UsageError(
      'lethe: --format, --text-field, --id-field and --paraphrases say how a corpus is read; with --wordings the input is not a corpus',
    );
  }
  const { open, wordings: other } = await readWordedCorpus(given.input[0]!, {
    onMalformed,
    signal: terminal.signal,
  });
  return { open, copies: { form: 'wordings', wordings: other } };
}

/** The law that the options describe; the library checks its numbers. */
function lawOf(law: LawName, given: Readonly<Record<string, unknown>>): MultiplicityLaw {
  const { histogram, counts, ...numbers } = givenOptions(laws, 'law', law, given);
  return {
    law,
    ...numbers,
    ...(histogram === undefined ? {} : { documents: parseHistogram(histogram as string) }),
    ...(counts === undefined ? {} : { counts: readCounts(counts as string) }),
  } as MultiplicityLaw;
}

function parseHistogram(text: string): Record<string, number> {
  const bins = text.split(',').map((bin) => /^\s*(\d+)\s*:\s*(\d+(?:\.\d+)?)\s*$/.exec(bin));
  if (bins.some((bin) => bin === null)) {
    throw new UsageError(`lethe: --histogram ${text}: expected multiplicity:documents, such as 1:900,10:90`);
  }
  const entries = bins.map((bin) => [bin![1]!, Number(bin![2])] as const);
  if (new Set(entries.map(([copies]) => Number(copies))).size < entries.length) {
    throw new UsageError(`lethe: --histogram ${text}: duplicate multiplicity`);
  }
  return Object.fromEntries(entries);
}

/** Commas and colons of counts, two for a document: those of 10 million documents take 2 GB. */
const MAX_COUNTS_STRUCTURE = 20_000_000;

function readCounts(path: string): Map<string, number> {
  const expected = 'a JSON object {"id": copies}';
  const wrong = (what: string, found: string): LetheError =>
    new LetheError({ what, where: path, expected, found });
  const json = readJson(path, { what: 'the counts cannot be read', expected }, MAX_COUNTS_STRUCTURE);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw wrong('the counts are not an object', Array.isArray(json) ? 'a list' : String(json));
  }
  for (const [id, copies] of Object.entries(json)) {
    if (Number.isInteger(copies) && (copies as number) >= 0) continue;
    throw wrong('a count is not a whole number', `"${id}": ${JSON.stringify(copies)}`);
  }
  return new Map(Object.entries(json as Record<string, number>));
}
