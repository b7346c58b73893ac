import type { Random } from '@lethe/contracts';
import { documentRows } from './document-rows.js';
import {
  countAll,
  type DocumentSource,
  type LossStart,
  type PackedRows,
  type PackingSize,
  packingSize,
  packRows,
} from './pack-rows.js';

const BATCH_ROWS = 65_536;
/** 64 MiB of token ids: long rows come in smaller batches. */
const BATCH_TOKENS = 2 ** 24;

/** How documents become rows. */
export interface RowLayout {
  /** The token after each document. */
  endOfText: number;
  /** Tokens of a row. */
  sequenceLength: number;
  /** Draws the order of the documents. */
  random: Random;
  /** `packed` (by default): laid end to end and cut; `documents`: one in each row, see `documentRows`. */
  packing?: 'packed' | 'documents';
  /** Which tokens the loss counts; all by default. */
  lossStart?: LossStart;
}

/** Rows in batches, and how many there will be. */
export interface LaidOutRows extends PackingSize {
  batches: Iterable<PackedRows>;
}

/** Rows of a batch of tables. */
export const rowsPerBatch = (sequenceLength: number): number =>
  Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_TOKENS / sequenceLength)));

/**
 * Lays documents out in rows as `packRows` or `documentRows` does.
 * Memory: 4 bytes per document, one batch (at most 64 MiB of token ids) and the longest document.
 * @throws LetheError when all documents together do not fill one row, or while rows are read, when one does not fit
 */
export function layOutRows(
  source: DocumentSource,
  { endOfText, sequenceLength, random, packing = 'packed', lossStart = countAll }: RowLayout,
): LaidOutRows {
  const isPacked = packing === 'packed';
  const size = isPacked ? packingSize(source, sequenceLength) : { rows: source.documents, leftOver: 0 };
  const layOut = isPacked ? packRows : documentRows;
  const batchRows = rowsPerBatch(sequenceLength);
  return { ...size, batches: layOut(source, endOfText, sequenceLength, random, batchRows, lossStart) };
}
