import type { corpus, RowOf } from '@lethe/contracts';

/** One document of a corpus: a row of the corpus table. */
export type CorpusDocument = RowOf<typeof corpus>;

/** A corpus that is read batch by batch, so that it never has to fit in memory. */
export type DocumentStream = AsyncIterable<readonly CorpusDocument[]>;

/** Opens a corpus; called once for every pass over it, and each pass sees the same documents. */
export type OpenCorpus = () => DocumentStream;
