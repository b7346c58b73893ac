import type { StageContext } from '@lethe/contracts';
import { createScratchDirectory } from '../../corpus/dedup/spill/scratch-directory.js';
import type { CorpusDocument, DocumentStream, OpenCorpus } from '../../corpus/documents/corpus-document.js';
import type { DuplicationReport } from '../../corpus/duplicate/duplication-report.js';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { deduplicateDocuments } from './deduplicate-documents.js';
import type { Sample } from './draw-sample.js';
import type { MultiplicityOptions } from './multiplicity-options.js';
import { CopyCounter, type MultiplicityRecord } from './multiplicity-record.js';
import { multiplyDocuments } from './multiply-documents.js';
import { toldDocuments } from './told-documents.js';

/** The documents of a source before they are multiplied and deduplicated. */
export interface DocumentsToChange {
  open: OpenCorpus;
  wordings: (() => ReadonlyMap<string, readonly string[]>) | undefined;
  /** From which `open` gives some; undefined where it is the whole source. */
  sample: Sample | undefined;
}

/** Documents as training reads them. */
export interface ChangedDocuments {
  documents: DocumentStream;
  /** What was done; once all documents are read. */
  record: () => MultiplicityRecord;
}

/**
 * Multiplies the documents of a source and deduplicates them, as its options say, in this order, while they are read.
 * Which documents there are in the end depends on the options, the seed and the set of documents alone. Intermediate
 * results of deduplication are below the directory of the stage until then.
 * @param facts those that `duplicate.facts` may tell
 * @throws LetheError from the stream, on mistakes in the options; signal.reason when aborted
 */
export function changeDocuments(
  { open, wordings, sample }: DocumentsToChange,
  { duplicate, dedup }: MultiplicityOptions,
  facts: readonly Fact[],
  { name, where, seed, out, log, signal }: StageContext & { name: string; where: string; seed: number },
): ChangedDocuments {
  const counter = new CopyCounter();
  const told = duplicate?.facts && toldDocuments(facts, duplicate.facts, name);
  let duplicated: DuplicationReport | null = null;
  let deduplicated: MultiplicityRecord['deduplicated'] = null;

  async function* read(): AsyncGenerator<readonly CorpusDocument[]> {
    const nothing = { documents: [], copies: new Map(), wordings: new Map(), scenarios: {} };
    const multiplied = duplicate
      ? multiplyDocuments(
          { open, wordings, told: told ?? nothing },
          duplicate,
          { seed, where, signal },
          (report) => {
            duplicated = report;
          },
        )
      : open();
    if (!dedup) {
      yield* multiplied;
      return;
    }
    const scratch = createScratchDirectory(out);
    try {
      const context = { scratch: scratch.path, where, log, signal };
      yield* deduplicateDocuments(multiplied, dedup, sample, context, (report) => {
        deduplicated = report;
      });
    } finally {
      scratch.remove();
    }
  }

  async function* counted(): DocumentStream {
    for await (const batch of read()) {
      for (const { id } of batch) counter.add(id);
      yield batch;
    }
  }

  return {
    documents: counted(),
    record: () => ({
      duplicated,
      told: told?.scenarios ?? null,
      deduplicated,
      left: counter.statistics(),
    }),
  };
}
