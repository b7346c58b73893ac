import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordBatch } from 'apache-arrow';
import { LetheError } from '../errors.js';
import { temporaryPath } from '../files/temporary-path.js';
import { commitFile } from '../files/write-whole.js';
import { type BatchInput, buildBatch, rowsToBatch } from './build-batch.js';
import { ByteSink, SinkFileWriter, SinkStreamWriter } from './byte-sink.js';
import { arrowSchema, type RowOf, type TableDefinition } from './define-table.js';
import { tableFileName, tableFiles } from './table-files.js';

export interface TableWriterOptions {
  /** Length of the table's fixed-size lists. */
  listSize?: number;
  /** A new shard begins beyond this many bytes; 512 MiB by default, for readers that hold a whole file. */
  shardBytes?: number;
  /** Where to resume a stream that was written before; what lies after it is removed. */
  resumeAt?: TablePosition;
}

/** A position in a growing table, between two batches. */
export interface TablePosition {
  shard: number;
  /** Bytes of that shard. */
  bytes: number;
}

/** Writes one table of a stage, batch by batch, in bounded memory. */
export interface TableWriter<T extends TableDefinition> {
  /** Appends one batch: 64k to 1M rows where the table is large. */
  write(batch: BatchInput<T['columns']>): void;
  /** Appends rows as objects: for small tables. */
  writeRows(rows: readonly RowOf<T>[]): void;
  /** How far a stream table has been written. @throws Error for a file table, which cannot be resumed */
  position(): TablePosition;
  /** Finishes the last file. A `file` table appears under its name only now. */
  close(): void;
  /** Closes and removes the unfinished file. */
  abort(): void;
}

/**
 * Opens a writer for `table` in `directory`. File tables are written whole, as `writeWhole` does; stream
 * tables can be read while they grow.
 */
export function createTableWriter<T extends TableDefinition>(
  directory: string,
  table: T,
  options: TableWriterOptions = {},
): TableWriter<T> {
  const schema = arrowSchema(table, options.listSize);
  const shardBytes = options.shardBytes ?? 512 * 2 ** 20;
  const streaming = table.format === 'stream';
  const { resumeAt } = options;
  let shard = 0;
  if (resumeAt) {
    checkPosition(directory, table, resumeAt);
    shard = resumeAt.shard;
    // Last shard first, so that an interruption still leaves a beginning of the table.
    for (const path of tableFiles(directory, table)
      .slice(shard + 1)
      .reverse())
      rmSync(path);
  }
  let current = begin(resumeAt?.bytes);

  function begin(keep?: number) {
    const path = join(directory, tableFileName(table, shard));
    const sink = new ByteSink(streaming ? path : temporaryPath(path), keep);
    const writer = streaming ? new SinkStreamWriter(sink) : new SinkFileWriter(sink);
    // What is kept begins with the schema.
    sink.muted = keep !== undefined;
    writer.reset(undefined, schema);
    sink.muted = false;
    return { path, sink, writer };
  }

  function finish(): void {
    current.writer.finish();
    current.sink.close();
    if (!streaming) commitFile(current.sink.path, current.path);
  }

  const writeBatch = (batch: RecordBatch): void => {
    if (batch.numRows === 0) return;
    if (current.sink.bytes > shardBytes) {
      finish();
      shard++;
      current = begin();
    }
    current.writer.write(batch);
  };
  return {
    write: (batch) => writeBatch(buildBatch(schema, table, batch)),
    writeRows: (rows) => writeBatch(buildBatch(schema, table, rowsToBatch(table, rows))),
    position() {
      if (!streaming) throw new Error(`table ${table.name} is not a stream`);
      return { shard, bytes: current.sink.bytes };
    },
    close: finish,
    abort() {
      current.sink.close();
      rmSync(current.sink.path, { force: true });
    },
  };
}

function checkPosition(directory: string, table: TableDefinition, { shard, bytes }: TablePosition): void {
  const path = join(directory, tableFileName(table, shard));
  const found = existsSync(path) ? statSync(path).size : 0;
  if (table.format === 'stream' && found >= bytes && bytes > 0) return;
  throw new LetheError({
    what: 'a table cannot be resumed: its beginning is missing',
    where: path,
    expected: `a stream of at least ${bytes} bytes`,
    found: `${found} bytes`,
    next: 'run the stage again from its start (--force)',
  });
}

/** Writes a whole small table at once. */
export function writeTable<T extends TableDefinition>(
  directory: string,
  table: T,
  rows: readonly RowOf<T>[],
  options?: TableWriterOptions,
): void {
  const writer = createTableWriter(directory, table, options);
  writer.writeRows(rows);
  writer.close();
}
