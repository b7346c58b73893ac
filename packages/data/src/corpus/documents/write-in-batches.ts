import { createTableWriter, type RowOf, type TableDefinition } from '@lethe/contracts';

const BATCH_ROWS = 65_536;

/** Writes a table from rows, batch by batch; what was begun is removed when a row cannot be written. */
export function writeInBatches<T extends TableDefinition>(
  directory: string,
  table: T,
  rows: readonly RowOf<T>[],
): void {
  const writer = createTableWriter(directory, table);
  try {
    for (let begin = 0; begin < rows.length; begin += BATCH_ROWS) {
      writer.writeRows(rows.slice(begin, begin + BATCH_ROWS));
    }
  } catch (error) {
    writer.abort();
    throw error;
  }
  writer.close();
}
