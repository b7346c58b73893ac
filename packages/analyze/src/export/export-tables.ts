import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TableDefinition, tableFiles } from '@lethe/contracts';

/**
 * Writes every given table of a directory once more, for other programs: `tables/NAME.csv` and
 * `tables/NAME.parquet`.
 * @param formats which of the two; none writes nothing
 */
export async function exportTables(
  directory: string,
  tables: readonly TableDefinition[],
  formats: ReadonlySet<string>,
): Promise<void> {
  const writers = [];
  if (formats.has('csv'))
    writers.push({ extension: 'csv', write: (await import('./write-csv.js')).writeCsv });
  if (formats.has('parquet')) {
    writers.push({ extension: 'parquet', write: (await import('./write-parquet.js')).writeParquet });
  }
  if (writers.length === 0) return;
  const folder = join(directory, 'tables');
  mkdirSync(folder, { recursive: true });
  for (const table of tables) {
    const files = tableFiles(directory, table);
    if (files.length === 0) continue;
    for (const { extension, write } of writers) {
      await write(join(folder, `${table.name}.${extension}`), table, files);
    }
  }
}
