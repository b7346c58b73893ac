import { type clusters, LetheError, type RowOf } from '@lethe/contracts';
import type { OpenCorpus } from '../../documents/corpus-document.js';

/** What deduplication decided about one document: a row of the clusters table. */
export type ClusterRow = RowOf<typeof clusters>;

/** What every method needs from its caller. */
export interface DedupContext {
  signal: AbortSignal;
  /** Called now and then with the documents done in the current pass. */
  onProgress?: (pass: string, documents: number) => void;
  /** Existing directory for temporary files; the system's by default. */
  scratch?: string;
}

/**
 * One way to find duplicates. Yields one row for every document of `corpus`, in the order of the corpus.
 * Documents of `against` are never removed and get no row: what they share with `corpus` goes from `corpus`.
 * Which document of a cluster is kept depends on the set of documents alone: the one with the smallest id.
 */
export type DedupMethod<Options> = (
  corpus: OpenCorpus,
  against: OpenCorpus | undefined,
  options: Options,
  context: DedupContext,
) => AsyncIterable<readonly ClusterRow[]>;

/** The error for a corpus that yields other documents in a later pass. */
export function corpusChanged(id: string): LetheError {
  return new LetheError({
    what: 'the corpus changed after the first pass',
    where: `document ${JSON.stringify(id)}`,
    expected: 'the same documents in the same order in every pass',
    next: 'run it again once nothing writes to the corpus',
  });
}
