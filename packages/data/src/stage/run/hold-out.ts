import { createRandom } from '@lethe/contracts';
import type { DocumentStream } from '../../corpus/documents/corpus-document.js';

/**
 * Says of each document, by its place in the stream, whether it is held out: one of every `oneIn` documents in a row,
 * drawn by seed. What comes after the last whole group may have one or none.
 */
export function heldOutBySeed(oneIn: number, seed: number): (place: number) => boolean {
  let group = -1;
  let drawn = 0;
  return (place) => {
    const wanted = Math.floor(place / oneIn);
    if (wanted !== group) {
      group = wanted;
      drawn = createRandom(seed, 'data/evaluation/held-out', group).int(oneIn);
    }
    return place % oneIn === drawn;
  };
}

/** The documents of a stream whose places `isWanted`. */
export async function* selectDocuments(
  documents: DocumentStream,
  isWanted: (place: number) => boolean,
): DocumentStream {
  let place = 0;
  for await (const batch of documents) {
    const wanted = batch.filter(() => isWanted(place++));
    if (wanted.length > 0) yield wanted;
  }
}
