import type { Random } from '@lethe/contracts';
import {
  type DocumentSource,
  type PackedRows,
  type PackingSize,
  packingSize,
  packRows,
  type TokenizedDocument,
} from './pack-rows.js';

/** All rows of a packing, with what is left over. */
export type PackedSequences = PackedRows & PackingSize;

/** Documents that are in memory, as `packRows` and `writeSequences` read them. */
export function documentsInMemory(documents: readonly TokenizedDocument[]): DocumentSource {
  return {
    documents: documents.length,
    tokens: documents.reduce((sum, document) => sum + document.tokens.length, 0),
    read: (index) => documents[index]!,
  };
}

/**
 * Packs documents that are in memory, as `packRows` does, into one batch of all rows.
 * @throws LetheError when all documents together do not fill one row
 */
export function packSequences(
  documents: readonly TokenizedDocument[],
  endOfText: number,
  sequenceLength: number,
  random: Random,
): PackedSequences {
  const source = documentsInMemory(documents);
  const size = packingSize(source, sequenceLength);
  const [all] = packRows(source, endOfText, sequenceLength, random, size.rows);
  return { ...all!, ...size };
}
