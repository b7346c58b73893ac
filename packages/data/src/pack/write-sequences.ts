import { createTableWriter, type evaluationSequences, type Random, sequences } from '@lethe/contracts';
import { type DocumentSource, type PackingSize, packingSize, packRows } from './pack-rows.js';

const BATCH_ROWS = 65_536;
/** 64 MiB of token ids: long rows come in smaller batches. */
const BATCH_TOKENS = 2 ** 24;

/**
 * Packs documents as `packRows` does and writes the sequences table batch by batch.
 * Memory: 4 bytes per document, one batch (at most 64 MiB of token ids) and the longest document.
 * @param onRows told of every batch of rows; what it throws ends the work, and no table is left
 * @throws LetheError when all documents together do not fill one row
 */
export async function writeSequences(
  directory: string,
  source: DocumentSource,
  endOfText: number,
  sequenceLength: number,
  random: Random,
  onRows: (rows: number) => void | Promise<void> = () => {},
  table: typeof sequences | typeof evaluationSequences = sequences,
): Promise<PackingSize> {
  const size = packingSize(source, sequenceLength);
  const batchRows = Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_TOKENS / sequenceLength)));
  const writer = createTableWriter(directory, table, { listSize: sequenceLength });
  try {
    for (const batch of packRows(source, endOfText, sequenceLength, random, batchRows)) {
      writer.write({
        tokens: batch.tokens,
        document_ids: batch.documentIds,
        document_starts: batch.documentStarts,
      });
      await onRows(batch.rows);
    }
  } catch (error) {
    writer.abort();
    throw error;
  }
  writer.close();
  return size;
}
