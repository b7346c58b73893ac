import type { OpenCorpus } from '../../documents/corpus-document.js';

/** A corpus that remembers how long its texts are while it is read for the first time. */
export interface MeasuredCorpus {
  open: OpenCorpus;
  /** Documents of the first pass so far. */
  documents: () => number;
  /** Whether the first pass came to its end. */
  isRead: () => boolean;
  /** UTF-16 units of document number `index`. */
  length: (index: number) => number;
}

/** Measures a corpus, so that counting characters needs no pass of its own. Memory: 4 to 8 bytes per document. */
export function measureCorpus(open: OpenCorpus): MeasuredCorpus {
  let lengths = new Uint32Array(1024);
  let documents = 0;
  let isRead = false;
  const measure = async function* (): ReturnType<OpenCorpus> {
    documents = 0;
    for await (const batch of open()) {
      if (documents + batch.length > lengths.length) {
        const larger = new Uint32Array(2 * (documents + batch.length));
        larger.set(lengths);
        lengths = larger;
      }
      for (const { text } of batch) lengths[documents++] = text.length;
      yield batch;
    }
    isRead = true;
  };
  return {
    open: () => (isRead ? open() : measure()),
    documents: () => documents,
    isRead: () => isRead,
    length: (index) => lengths[index]!,
  };
}
