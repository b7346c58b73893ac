import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordBatch } from 'apache-arrow';
import { type BatchInput, buildBatch, rowsToBatch } from './build-batch.js';
import { ByteSink, SinkFileWriter, SinkStreamWriter } from './byte-sink.js';
import { arrowSchema, type RowOf, type TableDefinition } from './define-table.js';

export interface TableWriterOptions {
  /** Length of the table's fixed-size lists. */
  listSize?: number;
  /** A new file is begun beyond this many bytes; 512 MiB by default, for readers that hold a whole file. */
  shardBytes?: number;
}

/** Writes one table of a stage, batch by batch, in bounded memory. */
export interface TableWriter<T extends TableDefinition> {
  /** Appends one batch; give 64k to 1M rows at a time where the table is large. */
  write(batch: BatchInput<T['columns']>): void;
  /** Appends rows as objects: for small tables. */
  writeRows(rows: readonly RowOf<T>[]): void;
  /** Finishes the last file. A `file` table appears under its name only now. */
  close(): void;
  /** Closes without finishing and removes what is not finished. */
  abort(): void;
}

/** File name of a shard: `facts.arrow`, `facts-1.arrow`, ...; streams end in `.arrows`. */
export function tableFileName(table: TableDefinition, shard: number): string {
  const extension = table.format === 'stream' ? 'arrows' : 'arrow';
  return shard === 0 ? `${table.name}.${extension}` : `${table.name}-${shard}.${extension}`;
}

/**
 * Opens a writer for `table` in `directory`. File tables are written to `*.tmp` and renamed when finished;
 * stream tables can be read while they grow.
 */
export function createTableWriter<T extends TableDefinition>(
  directory: string,
  table: T,
  options: TableWriterOptions = {},
): TableWriter<T> {
  const schema = arrowSchema(table, options.listSize);
  const shardBytes = options.shardBytes ?? 512 * 2 ** 20;
  const streaming = table.format === 'stream';
  let shard = 0;
  let current = begin();

  function begin() {
    const path = join(directory, tableFileName(table, shard));
    const sink = new ByteSink(streaming ? path : `${path}.tmp`);
    const writer = streaming ? new SinkStreamWriter(sink) : new SinkFileWriter(sink);
    writer.reset(undefined, schema);
    return { path, sink, writer };
  }

  function finish(): void {
    current.writer.finish();
    current.sink.close();
    if (!streaming) renameSync(current.sink.path, current.path);
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
    close: finish,
    abort() {
      current.sink.close();
      rmSync(current.sink.path, { force: true });
    },
  };
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
