import { join } from 'node:path';
import { copies, corpus, createTableWriter, fillDirectory, writeJson } from '@lethe/contracts';
import type { OpenCorpus } from '../documents/corpus-document.js';
import {
  type DuplicateContext,
  type DuplicateOptions,
  duplicateCorpus,
  type MultipliedBatch,
} from './duplicate-corpus.js';
import { DuplicationRecorder, type DuplicationReport } from './duplication-report.js';
import { checkMultiplicityLaw } from './laws/multiplicity-laws.js';
import { resolveNearDuplicateOptions } from './near-duplicate.js';

/** Name of the report beside the corpus. */
const DUPLICATION_FILE = 'duplication.json';

/** UTF-16 units of text in a batch of the corpus table. */
const BATCH_UNITS = 2 ** 24;

/**
 * Multiplies a corpus into a directory: `corpus.arrow`, `copies.arrow` with a link from every document to its
 * original, and `duplication.json` with the report. The directory appears when all is written.
 * @param out directory to make; it must be absent or empty
 * @throws LetheError as `duplicateCorpus` does; signal.reason when aborted. Nothing is left then.
 */
export async function writeDuplicatedCorpus(
  open: OpenCorpus,
  options: DuplicateOptions,
  out: string,
  context: DuplicateContext = {},
): Promise<DuplicationReport> {
  const law = checkMultiplicityLaw(options.law);
  const { copies: form } = options;
  const recorder = new DuplicationRecorder(
    form?.form === 'near' ? resolveNearDuplicateOptions(form) : undefined,
  );
  return fillDirectory(out, async (directory) => {
    const writers = [createTableWriter(directory, corpus), createTableWriter(directory, copies)] as const;
    let waiting: MultipliedBatch['copies'] = [];
    let units = 0;
    const write = (): void => {
      writers[0].writeRows(waiting.map(({ document }) => document));
      writers[1].writeRows(
        waiting.map(({ document, originalId, copy, form, similarity, wording }) => ({
          doc_id: document.id,
          original_id: originalId,
          copy,
          form,
          true_similarity: similarity,
          wording,
        })),
      );
      waiting = [];
      units = 0;
    };
    try {
      for await (const batch of duplicateCorpus(open, options, context)) {
        recorder.add(batch);
        for (const copy of batch.copies) {
          waiting.push(copy);
          units += copy.document.text.length;
          if (units >= BATCH_UNITS || waiting.length === 65_536) write();
        }
      }
      write();
    } catch (error) {
      for (const writer of writers) writer.abort();
      throw error;
    }
    for (const writer of writers) writer.close();
    const report = recorder.report(law);
    writeJson(join(directory, DUPLICATION_FILE), report);
    return report;
  });
}
