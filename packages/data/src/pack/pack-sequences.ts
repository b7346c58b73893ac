import type { Random } from '@lethe/contracts';
import {
  type PackedRows,
  type PackingSize,
  packingSize,
  packRows,
  type TokenizedDocument,
} from './pack-rows.js';

export type { TokenizedDocument } from './pack-rows.js';

/** All rows of a packing, with what is left over. */
export type PackedSequences = PackedRows & PackingSize;

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
  const source = {
    documents: documents.length,
    tokens: documents.reduce((sum, document) => sum + document.tokens.length, 0),
    read: (index: number) => documents[index]!,
  };
  const size = packingSize(source, sequenceLength);
  const [all] = packRows(source, endOfText, sequenceLength, random, size.rows);
  return { ...all!, ...size };
}
