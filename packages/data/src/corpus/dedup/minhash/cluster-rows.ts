import type { ClusterRow } from '../method/dedup-method.js';
import type { DocumentTable } from './document-table.js';
import type { IdList } from './id-list.js';
import type { Outcome } from './outcome.js';

const BATCH = 8192;

/** Rows of the clusters table for all documents of the corpus, in its order. @throws signal.reason when aborted */
export function* clusterRows(
  { documents, firstOfCorpus }: DocumentTable,
  ids: IdList,
  { keptBy, estimated, verified }: Outcome,
  signal: AbortSignal,
): Generator<ClusterRow[]> {
  for (let begin = firstOfCorpus; begin < documents; begin += BATCH) {
    signal.throwIfAborted();
    const rows: ClusterRow[] = [];
    for (let i = begin; i < Math.min(documents, begin + BATCH); i++) {
      const id = ids.at(i);
      const kept = keptBy[i] === i;
      rows.push({
        doc_id: id,
        cluster_id: kept ? id : ids.at(keptBy[i]!),
        kept,
        method: 'minhash',
        estimated_similarity: orNull(estimated[i]!),
        true_similarity: orNull(verified[i]!),
        removed_spans: [],
      });
    }
    yield rows;
  }
}

function orNull(similarity: number): number | null {
  return Number.isNaN(similarity) ? null : similarity;
}
