import { clusters, readBatches } from '@lethe/contracts';
import type { CorpusDocument, OpenCorpus } from '../../documents/corpus-document.js';
import { cutSpans } from '../lines/text-units.js';
import { type ClusterRow, corpusChanged } from '../method/dedup-method.js';

/** What a reduced corpus needs to know of each document, in the order of the corpus. */
export type Decision = Pick<ClusterRow, 'doc_id' | 'kept' | 'removed_spans'>;

/** Opens the decisions on a corpus; called once for every pass. */
export type OpenDecisions = () => AsyncIterable<readonly Decision[]>;

/** The decisions in the clusters table of a directory, in bounded memory. */
export function openDecisions(directory: string): OpenDecisions {
  return async function* () {
    for await (const batch of readBatches(directory, clusters)) {
      const ids = batch.strings('doc_id');
      const kept = batch.booleans('kept');
      const { offsets, values } = batch.numberLists('removed_spans');
      yield ids.map((id, i) => ({
        doc_id: id,
        kept: kept[i]!,
        removed_spans: Array.from(values.subarray(offsets[i], offsets[i + 1])),
      }));
    }
  };
}

/**
 * The corpus that deduplication leaves: documents that are not kept are left out, removed spans are cut out of the
 * others; ids and sources stay. Nothing is written, and every pass reads corpus and decisions again.
 * @param decisions one for every document, in the order of the corpus; the rows of a DedupMethod are some
 * @throws LetheError while it is read, where the decisions are not about this corpus
 */
export function reduceCorpus(open: OpenCorpus, decisions: OpenDecisions): OpenCorpus {
  return async function* () {
    const batches = decisions()[Symbol.asyncIterator]();
    let rows: readonly Decision[] = [];
    let next = 0;
    const fill = async (): Promise<boolean> => {
      while (next === rows.length) {
        const { value, done } = await batches.next();
        if (done) return false;
        rows = value;
        next = 0;
      }
      return true;
    };
    try {
      for await (const batch of open()) {
        const left: CorpusDocument[] = [];
        for (const { id, text, source } of batch) {
          if (next === rows.length && !(await fill())) throw corpusChanged(id);
          const { doc_id, kept, removed_spans } = rows[next++]!;
          if (doc_id !== id) throw corpusChanged(id);
          if (kept) left.push({ id, text: cutSpans(text, removed_spans), source });
        }
        if (left.length > 0) yield left;
      }
      if (await fill()) throw corpusChanged(rows[next]!.doc_id);
    } finally {
      await batches.return?.();
    }
  };
}
