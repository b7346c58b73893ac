import { createTableWriter, type Random, sequences } from '@lethe/contracts';
import {
  type DocumentSource,
  type PackedRows,
  type PackingSize,
  packingSize,
  packRows,
} from './pack-rows.js';
import type { PackedSequences } from './pack-sequences.js';

const BATCH_ROWS = 65_536;
/** 64 MiB of token ids: long rows come in smaller batches. */
const BATCH_TOKENS = 2 ** 24;

/** Writes the sequences table from rows that are in memory. */
export function writeSequences(directory: string, packed: PackedSequences): void {
  const listSize = packed.tokens.length / packed.rows;
  const size = rowsPerBatch(listSize);
  const slices = Array.from({ length: Math.ceil(packed.rows / size) }, (_, i): PackedRows => {
    const [begin, end] = [i * size, Math.min((i + 1) * size, packed.rows)];
    return {
      rows: end - begin,
      tokens: packed.tokens.subarray(begin * listSize, end * listSize),
      documentIds: packed.documentIds.slice(begin, end),
      documentStarts: packed.documentStarts.slice(begin, end),
    };
  });
  writeRows(directory, slices, listSize);
}

/**
 * Packs documents as `packRows` does and writes the sequences table batch by batch.
 * Memory: 4 bytes per document, one batch (at most 64 MiB of token ids) and the longest document.
 * @throws LetheError when all documents together do not fill one row; signal.reason when aborted: no table is left
 */
export function packIntoTable(
  directory: string,
  source: DocumentSource,
  endOfText: number,
  sequenceLength: number,
  random: Random,
  signal: AbortSignal,
): PackingSize {
  const size = packingSize(source, sequenceLength);
  const batches = packRows(source, endOfText, sequenceLength, random, rowsPerBatch(sequenceLength));
  writeRows(directory, batches, sequenceLength, signal);
  return size;
}

function rowsPerBatch(sequenceLength: number): number {
  return Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_TOKENS / sequenceLength)));
}

function writeRows(
  directory: string,
  batches: Iterable<PackedRows>,
  listSize: number,
  signal?: AbortSignal,
): void {
  const writer = createTableWriter(directory, sequences, { listSize });
  try {
    for (const { tokens, documentIds, documentStarts } of batches) {
      signal?.throwIfAborted();
      writer.write({ tokens, document_ids: documentIds, document_starts: documentStarts });
    }
    signal?.throwIfAborted();
  } catch (error) {
    writer.abort();
    throw error;
  }
  writer.close();
}
