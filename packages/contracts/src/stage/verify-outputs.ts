import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { tableFileName, tableFiles } from '../arrow/table-files.js';
import { readFileBatches } from '../arrow/table-reader.js';
import { LetheError } from '../errors.js';
import { type TableName, tables } from '../tables/tables.js';
import { hashFile } from './hash.js';
import { MANIFEST_FILE, type ManifestFile } from './manifest.js';
import { UNFINISHED_FILE } from './stage-directory.js';
import { type StageName, stageContracts } from './stages.js';

/**
 * Checks everything that a stage wrote against the contract, whoever wrote it: required tables are there,
 * every table opens, has the right columns and no forbidden nulls, and is complete.
 * @returns an entry for every file, tables with their row counts
 * @throws LetheError naming file, column, expected, found and the producer
 */
export async function verifyOutputs(
  stage: StageName,
  directory: string,
  producer: string,
): Promise<ManifestFile[]> {
  const contract = stageContracts[stage];
  const tableOf = new Map<string, TableName>();
  for (const name of [...contract.required, ...contract.optional]) {
    const files = tableFiles(directory, tables[name]);
    if (files.length === 0 && contract.required.includes(name)) {
      throw new LetheError({
        what: `stage ${stage} did not write table "${name}"`,
        where: directory,
        expected: tableFileName(tables[name], 0),
        found: listFiles(directory).join(', ') || 'no files',
        next: `let ${producer} write it and run the stage again`,
      });
    }
    for (const file of files) tableOf.set(file, name);
  }
  const entries: ManifestFile[] = [];
  for (const path of listFiles(directory)) {
    const absolute = join(directory, path);
    const name = tableOf.get(absolute);
    const common = { path, bytes: statSync(absolute).size, sha256: await hashFile(absolute) };
    if (name === undefined) entries.push({ ...common, table: null, version: null, rows: null });
    else {
      const rows = await countRows(absolute, name, producer);
      entries.push({ ...common, table: name, version: tables[name].version, rows });
    }
  }
  return entries;
}

async function countRows(path: string, name: TableName, producer: string): Promise<number> {
  let rows = 0;
  try {
    for await (const batch of readFileBatches(path, tables[name])) rows += batch.length;
  } catch (error) {
    if (!(error instanceof LetheError)) throw error;
    throw new LetheError(
      { ...error.problem, what: `${error.problem.what} (written by ${producer})` },
      { cause: error },
    );
  }
  return rows;
}

/** Every file below a stage directory but the manifest and the mark of an unfinished stage, sorted. */
export function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== MANIFEST_FILE && path !== UNFINISHED_FILE)
    .sort();
}
