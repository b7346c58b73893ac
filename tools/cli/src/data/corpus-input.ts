import { createProgressMeter } from '@lethe/contracts';
import {
  type CorpusOptions,
  corpusFormatNames,
  corpusReaders,
  malformedPolicies,
  openCorpus,
  type ReadProgress,
  type ReadSummary,
} from '@lethe/data';
import * as z from 'zod';
import type { Terminal } from '../commands/command.js';

export const input = z
  .array(z.string())
  .describe(
    'files, folders, directories that lethe data wrote, or data sets of the Hugging Face hub: hf:owner/name[@revision][:file-pattern]',
  );

export const onMalformed = z
  .enum(malformedPolicies)
  .default('refuse')
  .describe('stop at the first malformed row, or skip and count such rows');

/** Options that say how a corpus is read. */
export const readingOptions = {
  format: z
    .enum(corpusFormatNames)
    .optional()
    .describe(
      `format of the files, and of those that are read in a folder; by default detected from content and name. ${corpusReaders
        .map(({ name, description }) => `${name}: ${description}`)
        .join('. ')}`,
    ),
  textField: z
    .string()
    .default('text')
    .describe('field or column with the text; dots step into nested records'),
  idField: z
    .union([z.string(), z.literal(false)])
    .optional()
    .describe(
      'field or column with the id; by default id if records have it, else <file>-<number>. --no-id-field numbers all',
    ),
  onMalformed,
  paraphrases: z
    .boolean()
    .default(false)
    .describe('read the paraphrases of Fictional Knowledge as documents too'),
};
const reading = z.object(readingOptions);
export type ReadingOptions = z.output<typeof reading>;

/** Opens the corpus that inputs and options name; callbacks and other options in `more` are passed on. */
export function openInput(
  inputs: readonly string[],
  { format, textField, idField, onMalformed: policy, paraphrases }: ReadingOptions,
  { log, signal }: Terminal,
  more: Pick<CorpusOptions, 'onProgress' | 'onSummary'> = {},
): ReturnType<typeof openCorpus> {
  return openCorpus(inputs, {
    ...{ format, textField, idField, onMalformed: policy, paraphrases, log, signal },
    ...more,
  });
}

/** One line for every kind of malformed row that was skipped, with the first places. */
export function describeSkipped({ skipped }: Pick<ReadSummary, 'skipped'>): string[] {
  return skipped.flatMap(({ kind, count, examples }) => [
    `skipped ${count.toLocaleString('en-US')} malformed (${kind}), such as`,
    ...examples.map(({ file, line, found }) => `  ${file}:${line}: ${found}`),
  ]);
}

/** Collects what a reader reports during a pass, to print after it; of several passes the last counts. */
export function skippedRows() {
  let summary: Pick<ReadSummary, 'skipped'> = { skipped: [] };
  return {
    onSummary: (seen: ReadSummary): void => {
      summary = seen;
    },
    lines: (): string[] => describeSkipped(summary),
    kinds: (): ReadSummary['skipped'] => summary.skipped,
  };
}

/** Logs the progress of a pass over a corpus every few seconds: documents, megabytes of the files, rate, time left. */
export function logReading(
  log: (line: string) => void,
  now?: () => number,
): (progress: ReadProgress) => void {
  const meter = createProgressMeter({ now });
  return ({ documents, bytes, totalBytes }) => {
    const report = meter(bytes, { total: totalBytes });
    if (!report) return;
    log(
      `${documents.toLocaleString('en-US')} documents, ${megabytes(bytes)} of ${megabytes(totalBytes)} MB, ${(report.perSecond / 1e6).toFixed(1)} MB/s, ${report.timeLeft}`,
    );
  };
}

const megabytes = (bytes: number): string =>
  (bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 0 });
