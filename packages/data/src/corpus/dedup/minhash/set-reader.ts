import { jaccard, ShingleSet } from '../../../text/shingle-set.js';
import type { DocumentTable } from './document-table.js';
import type { SketchFile } from './sketch-file.js';

/** Computes true similarities of documents from their shingle hashes in the sketch file. */
export interface SetReader {
  /** Shingle hashes of a document: Int32Array [2 * size], lanes in turn. */
  read(document: number): Int32Array;
  /** The document that `similarityTo` compares with. */
  take(hashes: Int32Array): void;
  /** Jaccard similarity of the document taken last to another one. */
  similarityTo(hashes: Int32Array): number;
}

export function createSetReader({ sizes, setsAt }: DocumentTable, file: SketchFile): SetReader {
  const set = new ShingleSet();
  let taken = 0;
  return {
    read(document) {
      const hashes = new Int32Array(2 * sizes[document]!);
      file.read(hashes, setsAt[document]!);
      return hashes;
    },
    take(hashes) {
      taken = hashes.length / 2;
      set.reset(taken);
      for (let i = 0; i < hashes.length; i += 2) set.add(hashes[i]!, hashes[i + 1]!);
    },
    similarityTo(hashes) {
      const size = hashes.length / 2;
      return jaccard(taken, size, set.countShared(hashes, size));
    },
  };
}
