import { type RowOf, readRows, type TableDefinition, tableFiles } from '@lethe/contracts';

/**
 * The rows of a table of measured checkpoints that are of the last of them.
 * @param directory of the probe stage
 * @returns none where the table is absent or empty
 */
export async function readLastRows<T extends TableDefinition>(
  directory: string,
  table: T,
): Promise<RowOf<T>[]> {
  if (tableFiles(directory, table).length === 0) return [];
  const rows = await readRows(directory, table);
  const stepOf = (row: RowOf<T>): number => ('step' in row ? ((row.step as number | null) ?? 0) : 0);
  const last = rows.reduce((most, row) => Math.max(most, stepOf(row)), 0);
  return rows.filter((row) => stepOf(row) === last);
}
