import { createTableWriter, type evaluationSequences, sequences } from '@lethe/contracts';
import { layOutRows, type RowLayout } from './lay-out-rows.js';
import type { DocumentSource, PackedRows, PackingSize } from './pack-rows.js';

/** A table of rows. */
export type RowsTable = typeof sequences | typeof evaluationSequences;

/**
 * Packs documents as `packRows` or `documentRows` does and writes the sequences table batch by batch.
 * Memory: 4 bytes per document, one batch (at most 64 MiB of token ids) and the longest document.
 * @param onRows told of every batch of rows; what it throws ends the work, and no table is left
 * @throws LetheError when all documents together do not fill one row, or one does not fit into its row
 */
export async function writeSequences(
  directory: string,
  source: DocumentSource,
  { table = sequences, ...layout }: RowLayout & { table?: RowsTable },
  onRows: (rows: number) => void | Promise<void> = () => {},
): Promise<PackingSize> {
  const { batches, ...size } = layOutRows(source, layout);
  await writeRows(directory, { table, batches, sequenceLength: layout.sequenceLength }, onRows);
  return size;
}

/**
 * Writes rows as a table.
 * @param onRows told of every batch of rows; what it throws ends the work, and no table is left
 * @returns number of rows
 */
export async function writeRows(
  directory: string,
  rows: { table: RowsTable; batches: Iterable<PackedRows>; sequenceLength: number },
  onRows: (rows: number) => void | Promise<void> = () => {},
): Promise<number> {
  const writer = createTableWriter(directory, rows.table, { listSize: rows.sequenceLength });
  let written = 0;
  try {
    for (const batch of rows.batches) {
      writer.write({
        tokens: batch.tokens,
        document_ids: batch.documentIds,
        document_starts: batch.documentStarts,
        loss_spans: batch.lossSpans,
      });
      written += batch.rows;
      await onRows(batch.rows);
    }
  } catch (error) {
    writer.abort();
    throw error;
  }
  writer.close();
  return written;
}
