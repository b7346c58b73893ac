import { existsSync, readdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type RecordBatch, RecordBatchReader } from 'apache-arrow';
import { LetheError } from '../errors.js';
import { ColumnBatch } from './column-batch.js';
import { checkSchema, type RowOf, type TableDefinition } from './define-table.js';
import { tableFileName, tableFiles } from './table-files.js';

export interface ReadOptions {
  /** Accept a stream that ends in the middle of a batch, as one does that is still being written. */
  growing?: boolean;
}

/**
 * Reads a table batch by batch; memory holds one batch at a time. Every file is checked against the
 * contract when it is opened.
 * @throws LetheError when the table is absent, truncated, of another version, or holds nulls where none may be.
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
  const file = await open(path);
  let rows = 0;
  try {
    for await (const batch of arrowBatches(file, path, table, options)) {
      // For a stream without batches arrow-js yields a placeholder whose lists have no children.
      if (batch.numRows === 0) continue;
      const columns = new ColumnBatch(table, batch, path);
      rows += batch.numRows;
      yield columns;
    }
  } catch (error) {
    if (error instanceof LetheError) throw error;
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
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function* arrowBatches(
  file: FileHandle,
  path: string,
  table: TableDefinition,
  options: ReadOptions,
): AsyncGenerator<RecordBatch> {
  const magic = Buffer.alloc(6);
  await file.read(magic, 0, 6, 0);
  if (magic.toString('latin1') === 'ARROW1') {
    const reader = await (await RecordBatchReader.from(file)).open();
    checkSchema(reader.schema, table, path);
    const random = reader as unknown as {
      numRecordBatches: number;
      readRecordBatch(i: number): Promise<RecordBatch>;
    };
    for (let i = 0; i < random.numRecordBatches; i++) {
      const batch = await random.readRecordBatch(i);
      if (!batch) throw new Error(`batch ${i} of ${random.numRecordBatches} cannot be read`);
      yield batch;
    }
    return;
  }
  let ended = false;
  const source = file.createReadStream({ start: 0, autoClose: false });
  const watched = (async function* () {
    for await (const chunk of source) yield chunk as Uint8Array;
    ended = true;
  })();
  try {
    const reader = await (await RecordBatchReader.from(watched)).open();
    if (!reader.schema) throw new Error('it has no schema');
    checkSchema(reader.schema, table, path);
    for (;;) {
      const next = await reader.next();
      if (next.done) break;
      yield next.value as RecordBatch;
    }
    if (!options.growing && !(await endsWithMark(file))) throw new Error('the end-of-stream mark is absent');
  } catch (error) {
    if (!(options.growing && ended && !(error instanceof LetheError))) throw error;
  }
}

/** A finished stream ends with the continuation mark and a length of zero. */
async function endsWithMark(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size < 8) return false;
  const mark = Buffer.alloc(8);
  await file.read(mark, 0, 8, size - 8);
  return mark.equals(Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]));
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
