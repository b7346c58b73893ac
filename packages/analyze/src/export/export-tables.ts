import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type StageName, stageContracts, tableFiles, tables } from '@lethe/contracts';

/**
 * Writes every table that a stage has put into its directory once more, for other programs: `tables/NAME.csv` and
 * `tables/NAME.parquet`.
 * @param formats which of the two; none writes nothing
 */
export async function exportTables(
  directory: string,
  stage: StageName,
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
  const { required, optional } = stageContracts[stage];
  for (const name of [...required, ...optional]) {
    const files = tableFiles(directory, tables[name]);
    if (files.length === 0) continue;
    for (const { extension, write } of writers) {
      await write(join(folder, `${name}.${extension}`), tables[name], files);
    }
  }
}
