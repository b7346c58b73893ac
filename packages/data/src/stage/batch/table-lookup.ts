import { type FileHandle, open } from 'node:fs/promises';
import {
  ColumnBatch,
  checkSchema,
  LetheError,
  readFileBatches,
  type TableDefinition,
  tableFileName,
  tableFiles,
} from '@lethe/contracts';
import { Message, type RecordBatch, RecordBatchReader } from 'apache-arrow';

/** A place in a table: row `index` of a batch. */
interface TablePlace<T extends TableDefinition> {
  batch: ColumnBatch<T>;
  index: number;
}

/** Rows of a table by number, without reading the table. */
export interface TableLookup<T extends TableDefinition> {
  readonly rows: number;
  /** Finds a row, 0 to rows - 1; the batch of the row before is kept, so ask for rows in ascending order. */
  find(row: number): Promise<TablePlace<T>>;
  close(): Promise<void>;
}

/** A batch that has not been read. */
interface Block<T extends TableDefinition> {
  first: number;
  rows: number;
  read(): Promise<ColumnBatch<T>>;
}

/**
 * Opens a table of a stage directory for reading single rows. Only the lengths of its batches are read now;
 * `find` reads one batch. An Arrow stream has no such index and is read through instead.
 * @throws LetheError when the table is absent, corrupt or breaks its contract
 */
export async function openTableLookup<T extends TableDefinition>(
  directory: string,
  table: T,
): Promise<TableLookup<T>> {
  const paths = tableFiles(directory, table);
  if (paths.length === 0) {
    throw new LetheError({
      what: `table "${table.name}" is missing`,
      where: directory,
      expected: tableFileName(table, 0),
      next: 'run the data stage; it writes the table',
    });
  }
  const handles: FileHandle[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(handles.map((handle) => handle.close()));
  };
  const blocks: Block<T>[] = [];
  let rows = 0;
  try {
    for (const path of paths) {
      const handle = await open(path);
      handles.push(handle);
      for await (const block of blocksOf(handle, path, table)) {
        blocks.push({ ...block, first: rows });
        rows += block.rows;
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  let last: { block: Block<T>; batch: ColumnBatch<T> } | undefined;
  return {
    rows,
    async find(row) {
      const block = blocks.find(({ first, rows }) => row >= first && row < first + rows);
      if (!block) throw new RangeError(`row ${row} of a table of ${rows} rows`);
      if (last?.block !== block) {
        last = undefined;
        last = { block, batch: await block.read() };
      }
      return { batch: last.batch, index: row - block.first };
    },
    close,
  };
}

async function* blocksOf<T extends TableDefinition>(
  handle: FileHandle,
  path: string,
  table: T,
): AsyncGenerator<Omit<Block<T>, 'first'>> {
  const magic = Buffer.alloc(6);
  await handle.read(magic, 0, 6, 0);
  if (magic.toString('latin1') !== 'ARROW1') {
    yield* blocksOfStream(path, table);
    return;
  }
  const orCorrupt = async <V>(work: () => Promise<V>): Promise<V> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof LetheError ? error : corrupt(path, error as Error);
    }
  };
  const { reader, lengths } = await orCorrupt(() => openFile(handle, path, table));
  for (const [i, rows] of lengths.entries()) {
    if (rows === 0) continue;
    const read = async () => {
      const batch = (await reader.readRecordBatch(i)) as RecordBatch | null;
      if (!batch) throw new Error(`batch ${i} cannot be read`);
      return new ColumnBatch(table, batch, path);
    };
    yield { rows, read: () => orCorrupt(read) };
  }
}

async function openFile(handle: FileHandle, path: string, table: TableDefinition) {
  const reader = await (await RecordBatchReader.from(handle)).open();
  checkSchema(reader.schema, table, path);
  const lengths: number[] = [];
  for (const block of reader.footer?.recordBatches() ?? []) {
    const metadata = Buffer.alloc(block.metaDataLength);
    await handle.read(metadata, 0, metadata.length, block.offset);
    // A mark and the length come before the message; Arrow before 0.15 wrote no mark.
    const message = Message.decode(metadata.subarray(metadata.readInt32LE(0) === -1 ? 8 : 4));
    if (!message.isRecordBatch()) throw new Error(`there is no batch at byte ${block.offset}`);
    lengths.push(message.header().length);
  }
  return { reader, lengths };
}

async function* blocksOfStream<T extends TableDefinition>(
  path: string,
  table: T,
): AsyncGenerator<Omit<Block<T>, 'first'>> {
  let number = 0;
  for await (const { length } of readFileBatches(path, table)) {
    const wanted = number++;
    const read = async (): Promise<ColumnBatch<T>> => {
      let i = 0;
      for await (const batch of readFileBatches(path, table)) if (i++ === wanted) return batch;
      throw corrupt(path, new Error(`batch ${wanted} is gone`));
    };
    yield { rows: length, read };
  }
}

function corrupt(path: string, cause: Error): LetheError {
  return new LetheError(
    {
      what: 'this Arrow file is truncated or corrupt',
      where: path,
      found: cause.message,
      next: 'remove its directory and run the stage that wrote it again',
    },
    { cause },
  );
}

/** The error for a step, row or sequence beyond the `count` of a table. */
export function outOfRange(
  what: 'step' | 'row' | 'sequence',
  count: number,
  found: number,
  where: string,
): LetheError {
  return new LetheError({
    what: `there is no such ${what}`,
    where,
    expected: count === 0 ? 'a table with rows' : `a whole number from 0 to ${count - 1}`,
    found: String(found),
    next: what === 'sequence' ? 'run the data stage again' : `name another --${what}`,
  });
}
