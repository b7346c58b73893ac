import { existsSync, readdirSync } from 'node:fs';
import type { Schema } from 'apache-arrow';
import { LetheError } from '../errors.js';
import { systemProblem } from '../files/system-problem.js';
import { arrowBatches } from './arrow-batches.js';
import { ColumnBatch } from './column-batch.js';
import { checkSchema, type RowOf, type TableDefinition } from './define-table.js';
import { tableFileName, tableFiles } from './table-files.js';

export interface ReadOptions {
  /** Accept a stream that ends within a batch, as it does while it is being written. */
  growing?: boolean;
}

/**
 * Reads a table batch by batch; memory holds one batch at a time. Every file is checked against the
 * contract when it is opened.
 * @throws LetheError when the table is absent, truncated, not to be read, of another version, or holds nulls where none are allowed
 */
export async function* readBatches<T extends TableDefinition>(
  directory: string,
  table: T,
  options: ReadOptions = {},
): AsyncGenerator<ColumnBatch<T>> {
  const files = tableFiles(directory, table);
  if (files.length === 0) {
    throw new LetheError({
      what: `table "${table.name}" is missing`,
      where: directory,
      expected: tableFileName(table, 0),
      found: existsSync(directory)
        ? readdirSync(directory).join(', ') || 'an empty directory'
        : 'no such directory',
      next: 'run the stage that writes it',
    });
  }
  for (const path of files) yield* readFileBatches(path, table, options);
}

/** Reads one Arrow file or stream of a table, as `readBatches` does. */
export async function* readFileBatches<T extends TableDefinition>(
  path: string,
  table: T,
  options: ReadOptions = {},
): AsyncGenerator<ColumnBatch<T>> {
  let rows = 0;
  const checkTable = (schema: Schema): void => checkSchema(schema, table, path);
  try {
    for await (const batch of arrowBatches(path, { ...options, checkSchema: checkTable })) {
      // For a stream without batches arrow-js yields a placeholder whose lists have no children.
      if (batch.numRows === 0) continue;
      const columns = new ColumnBatch(table, batch, path);
      rows += batch.numRows;
      yield columns;
    }
  } catch (error) {
    if (error instanceof LetheError) throw error;
    const refused = systemProblem(error);
    if (refused) throw refused;
    throw new LetheError(
      {
        what: 'this Arrow file is truncated or corrupt',
        where: path,
        expected: `a complete Arrow ${path.endsWith('s') ? 'stream' : 'file'} of table "${table.name}"`,
        found: `readable up to row ${rows}; then: ${(error as Error).message}`,
        next: 'remove its directory and run the stage that wrote it again',
      },
      { cause: error },
    );
  }
}

/** Reads a whole table as row objects: for small tables. */
export async function readRows<T extends TableDefinition>(
  directory: string,
  table: T,
  options?: ReadOptions,
): Promise<RowOf<T>[]> {
  const rows: RowOf<T>[] = [];
  for await (const batch of readBatches(directory, table, options)) rows.push(...batch.rows());
  return rows;
}
