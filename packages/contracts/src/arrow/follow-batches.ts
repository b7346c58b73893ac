import { existsSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { RecordBatchReader } from 'apache-arrow';
import { ColumnBatch } from './column-batch.js';
import { checkSchema, type TableDefinition } from './define-table.js';
import { tableFileName } from './table-files.js';

/** A followed table was restarted, or cut back to where training resumes. */
export class TableRestarted extends Error {}

export interface FollowOptions {
  signal: AbortSignal;
  /** Milliseconds between checks of the file. */
  poll?: number;
}

/**
 * Reads a stream table and follows it while it grows: waits where it is absent or complete, until `signal` aborts.
 * Memory holds one batch at a time, and no byte is read twice.
 * @throws TableRestarted when what was read is no longer the beginning of the table; the reason of `signal`; LetheError
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
        const message = await nextMessage(tail, { signal, poll });
        if (message === undefined) break;
        if (schema) {
          for (const batch of RecordBatchReader.from(Buffer.concat([schema, message]))) {
            if (batch.numRows > 0) yield new ColumnBatch(table, batch, path);
          }
        } else {
          schema = message;
          const reader = RecordBatchReader.from(schema).open();
          checkSchema(reader.schema, table, path);
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
 * reader would wait for the message after it.
 */
async function nextMessage(tail: Tail, options: Required<FollowOptions>): Promise<Buffer | undefined> {
  await fill(tail, 8, options);
  if (tail.rest.readUInt32LE(0) !== 0xffffffff)
    throw new TableRestarted(`${tail.path} is not an Arrow stream`);
  const metadataLength = tail.rest.readInt32LE(4);
  if (metadataLength === 0) return undefined;
  await fill(tail, 8 + metadataLength, options);
  const length = 8 + metadataLength + bodyLength(tail.rest.subarray(8, 8 + metadataLength));
  await fill(tail, length, options);
  const message = tail.rest.subarray(0, length);
  tail.rest = tail.rest.subarray(length);
  return message;
}

/** Field 3 of the flatbuffer `Message` (Arrow format, Message.fbs): bytes of the body that follows. */
function bodyLength(metadata: Buffer): number {
  const position = metadata.readUInt32LE(0);
  const vtable = position - metadata.readInt32LE(position);
  const slot = vtable + 4 + 2 * 3;
  const offset = slot < vtable + metadata.readUInt16LE(vtable) ? metadata.readUInt16LE(slot) : 0;
  return offset === 0 ? 0 : Number(metadata.readBigInt64LE(position + offset));
}

async function fill(tail: Tail, length: number, { signal, poll }: Required<FollowOptions>): Promise<void> {
  const parts = [tail.rest];
  let available = tail.rest.length;
  while (available < length) {
    signal.throwIfAborted();
    const buffer = Buffer.alloc(Math.max(1 << 16, length - available));
    const { bytesRead } = await tail.file.read(buffer, 0, buffer.length, tail.offset);
    tail.offset += bytesRead;
    available += bytesRead;
    parts.push(buffer.subarray(0, bytesRead));
    if (bytesRead > 0) continue;
    await setTimeout(poll, undefined, { signal });
    checkContinuity(tail);
  }
  if (parts.length > 1) tail.rest = Buffer.concat(parts);
}

function checkContinuity({ path, offset, inode }: Tail): void {
  const now = existsSync(path) ? statSync(path) : undefined;
  if (now?.ino === inode && now.size >= offset) return;
  throw new TableRestarted(`${path} was restarted`);
}
