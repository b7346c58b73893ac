import { existsSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type RecordBatch, RecordBatchReader, type Schema } from 'apache-arrow';
import { checkBatchData } from './check-batch-data.js';
import { ColumnBatch } from './column-batch.js';
import { checkSchema, type TableDefinition } from './define-table.js';
import { type IpcHeader, readIpcHeader } from './ipc-metadata.js';
import { tableFileName } from './table-files.js';

/**
 * A followed table was restarted or cut back to where training resumes, or is not to be read, as in between or for
 * good; the message says at which byte.
 */
export class TableRestarted extends Error {}

export interface FollowOptions {
  signal: AbortSignal;
  /** Milliseconds between checks of the file. */
  poll?: number;
}

/**
 * Reads a stream table and follows it while it grows: waits where it is absent or complete, until `signal` aborts.
 * Memory holds one batch at a time, and no byte is read twice.
 * @throws TableRestarted when what was read is no longer the beginning of the table, or cannot be read; the reason of `signal`; LetheError
 *   when it is another table
 */
export async function* followBatches<T extends TableDefinition>(
  directory: string,
  table: T,
  { signal, poll = 500 }: FollowOptions,
): AsyncGenerator<ColumnBatch<T>> {
  const pathOf = (shard: number): string => join(directory, tableFileName(table, shard));
  for (let shard = 0; ; shard++) {
    const path = pathOf(shard);
    while (!existsSync(path)) await setTimeout(poll, undefined, { signal });
    const file = await open(path);
    const tail: Tail = { path, file, offset: 0, inode: (await file.stat()).ino, rest: Buffer.alloc(0) };
    try {
      let schema: Buffer | undefined;
      for (;;) {
        const message = await nextMessage(tail, schema ? 'batch' : 'schema', { signal, poll });
        if (message === undefined) break;
        if (schema) {
          const batch = decode(tail, Buffer.concat([schema, message]));
          if (batch.numRows > 0) yield new ColumnBatch(table, batch, path);
        } else {
          schema = message;
          checkSchema(decodeSchema(tail, schema), table, path);
        }
      }
      while (!existsSync(pathOf(shard + 1))) {
        await setTimeout(poll, undefined, { signal });
        checkContinuity(tail);
      }
    } finally {
      await file.close().catch(() => undefined);
    }
  }
}

/** Beyond these a message is none of a table. */
const LARGEST_METADATA = 2 ** 24;
const LARGEST_BODY = 2 ** 31;
/** Bytes of one read. */
const LEAST_READ = 2 ** 16;
const MOST_READ = 2 ** 24;

interface Tail {
  path: string;
  file: FileHandle;
  /** Bytes read. */
  offset: number;
  inode: number;
  /** Read, but not yet a whole message. */
  rest: Buffer;
}

/**
 * The bytes of the next Arrow message, once all of them are there; undefined at the end-of-stream mark. Arrow's own
 * reader would wait for the message after it. What its metadata say is checked against them, as that reader does not.
 * @param kind what it must be
 */
async function nextMessage(
  tail: Tail,
  kind: IpcHeader['kind'],
  options: Required<FollowOptions>,
): Promise<Buffer | undefined> {
  await fill(tail, 8, options);
  const metadataLength = tail.rest.readInt32LE(4);
  if (tail.rest.readUInt32LE(0) !== 0xffffffff || metadataLength < 0 || metadataLength > LARGEST_METADATA)
    throw unreadable(tail, 'no Arrow message');
  if (metadataLength === 0) return undefined;
  await fill(tail, 8 + metadataLength, options);
  const header = readHeader(tail, tail.rest.subarray(8, 8 + metadataLength));
  if (header.kind !== kind)
    throw unreadable(tail, kind === 'schema' ? 'no Arrow schema' : `a ${header.kind} out of place`);
  if (header.bodyBytes > LARGEST_BODY) throw unreadable(tail, `a body of ${header.bodyBytes} bytes`);
  const length = 8 + metadataLength + header.bodyBytes;
  await fill(tail, length, options);
  const message = tail.rest.subarray(0, length);
  tail.rest = tail.rest.subarray(length);
  return message;
}

const unreadable = ({ path, offset, rest }: Tail, what: string, cause?: unknown): TableRestarted =>
  new TableRestarted(`${path}: ${what} at byte ${offset - rest.length}`, { cause });

function decodeSchema(tail: Tail, message: Buffer): Schema {
  let schema: Schema | null;
  try {
    schema = RecordBatchReader.from(message).open().schema;
  } catch (error) {
    throw unreadable(tail, 'no Arrow schema before what follows', error);
  }
  if (!schema) throw unreadable(tail, 'no Arrow schema before what follows');
  return schema;
}

/** The batch of a stream of a schema and one batch. */
function decode(tail: Tail, stream: Buffer): RecordBatch {
  try {
    const [batch] = RecordBatchReader.from(stream);
    if (!batch) throw new Error('it cannot be read');
    if (batch.numRows > 0) checkBatchData(batch.data, new WeakSet());
    return batch;
  } catch (error) {
    throw unreadable(tail, `a broken Arrow message (${(error as Error).message}) before what follows`, error);
  }
}

function readHeader(tail: Tail, metadata: Buffer): IpcHeader {
  try {
    return readIpcHeader(metadata);
  } catch (error) {
    throw unreadable(tail, `a broken Arrow message (${(error as Error).message})`, error);
  }
}

/** Reads until `rest` has `length` bytes, waiting for those that are not written yet. */
async function fill(tail: Tail, length: number, { signal, poll }: Required<FollowOptions>): Promise<void> {
  const parts = [tail.rest];
  let available = tail.rest.length;
  let buffer: Buffer | undefined;
  while (available < length) {
    signal.throwIfAborted();
    buffer ??= Buffer.alloc(Math.min(MOST_READ, Math.max(LEAST_READ, length - available)));
    const { bytesRead } = await tail.file.read(buffer, 0, buffer.length, tail.offset);
    if (bytesRead > 0) {
      tail.offset += bytesRead;
      available += bytesRead;
      parts.push(buffer.subarray(0, bytesRead));
      buffer = undefined;
      continue;
    }
    await setTimeout(poll, undefined, { signal });
    checkContinuity(tail);
  }
  if (parts.length > 1) tail.rest = Buffer.concat(parts);
}

function checkContinuity({ path, offset, inode }: Tail): void {
  const now = existsSync(path) ? statSync(path) : undefined;
  if (now?.ino === inode && now.size >= offset) return;
  throw new TableRestarted(`${path} was restarted, after byte ${offset}`);
}
