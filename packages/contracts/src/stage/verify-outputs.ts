import type { TableDefinition } from '../arrow/define-table.js';
import { tableFileName, tableFiles } from '../arrow/table-files.js';
import { readFileBatches } from '../arrow/table-reader.js';
import { LetheError } from '../errors.js';
import { openKnownHashes } from '../files/known-hashes.js';
import type { ManifestFile } from './manifest.js';
import { listFiles } from './stage-directory.js';
import type { StageContract } from './stages.js';

/**
 * Checks everything that a stage wrote against the contract, whoever wrote it: required tables are there,
 * every table opens, has the right columns and no forbidden nulls, and is complete.
 * @returns an entry for every file, tables with their row counts
 * @throws LetheError naming file, column, expected, found and the producer
 */
export async function verifyOutputs(
  stage: StageContract,
  directory: string,
  producer: string,
): Promise<ManifestFile[]> {
  const tableOf = new Map<string, TableDefinition>();
  for (const table of [...stage.required, ...stage.optional]) {
    const files = tableFiles(directory, table);
    if (files.length === 0 && stage.required.includes(table)) {
      throw new LetheError({
        what: `stage ${stage.name} did not write table "${table.name}"`,
        where: directory,
        expected: tableFileName(table, 0),
        found:
          listFiles(directory)
            .map(({ path }) => path)
            .join(', ') || 'no files',
        next: `let ${producer} write it and run the stage again`,
      });
    }
    for (const file of files) tableOf.set(file, table);
  }
  const known = openKnownHashes(directory);
  const entries: ManifestFile[] = [];
  for (const { path, absolute, bytes } of listFiles(directory)) {
    if (bytes === undefined) {
      throw new LetheError({
        what: `this link leads nowhere (written by ${producer})`,
        where: absolute,
        expected: 'a file',
        next: 'let it write the file itself, and run the stage again',
      });
    }
    const table = tableOf.get(absolute);
    const common = { path, bytes, sha256: await known.hash(path) };
    if (table === undefined) entries.push({ ...common, table: null, version: null, rows: null });
    else {
      const rows = await countRows(absolute, table, producer);
      entries.push({ ...common, table: table.name, version: table.version, rows });
    }
  }
  known.keep();
  return entries;
}

async function countRows(path: string, table: TableDefinition, producer: string): Promise<number> {
  let rows = 0;
  try {
    for await (const batch of readFileBatches(path, table)) rows += batch.length;
  } catch (error) {
    if (!(error instanceof LetheError)) throw error;
    throw new LetheError(
      { ...error.problem, what: `${error.problem.what} (written by ${producer})` },
      { cause: error },
    );
  }
  return rows;
}
