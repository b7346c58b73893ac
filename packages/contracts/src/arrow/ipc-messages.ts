import type { FileHandle } from 'node:fs/promises';
import { readFullyFrom } from '../files/read-fully.js';
import {
  type IpcBatch,
  type IpcField,
  type IpcHeader,
  readIpcFooter,
  readIpcHeader,
} from './ipc-metadata.js';

/** A message of a stream. */
export interface IpcMessage {
  header: IpcHeader;
  /** All of it, from its length on: what arrow-js reads. */
  bytes: Uint8Array;
}

/** What is in a file whose messages are all there. */
export interface IpcFile {
  fields: IpcField[];
  /** In the order of the footer, with the byte at which the body of each begins. */
  batches: { bodyAt: number; batch: IpcBatch }[];
}

const CONTINUATION = -1;
const MAGIC = 'ARROW1';
/** Footer length and magic at the end of a file. */
const TAIL_BYTES = 4 + MAGIC.length;
/** Messages of a file begin behind its magic, which is padded. */
const FIRST_MESSAGE = 8;
const MAX_METADATA_BYTES = 2 ** 28;

/** Data that end before the message does. */
class Truncated extends Error {}

/**
 * Checks that the messages that the footer of an Arrow file names are there, with all that their metadata refer to.
 * @throws Error when a length or a place in it does not fit the bytes that are there
 */
export async function checkFile(file: FileHandle): Promise<IpcFile> {
  const { size } = await file.stat();
  const tail = await readBytes(file, Math.max(0, size - TAIL_BYTES), Math.min(size, TAIL_BYTES));
  if (tail.toString('latin1', 4) !== MAGIC) throw new Error('its end is missing');
  const footerBytes = tail.readInt32LE(0);
  const end = size - TAIL_BYTES - footerBytes;
  if (footerBytes <= 0 || footerBytes > MAX_METADATA_BYTES || end < FIRST_MESSAGE) {
    throw new Error(`a footer of ${footerBytes} bytes in a file of ${size}`);
  }
  const footer = readIpcFooter(await readBytes(file, end, footerBytes));
  const batches: IpcFile['batches'] = [];
  for (const kind of ['dictionary', 'batch'] as const) {
    const blocks = kind === 'batch' ? footer.batches : footer.dictionaries;
    if (new Set(blocks.map(({ offset }) => offset)).size < blocks.length) {
      throw new Error(`its footer names a ${kind} twice`);
    }
    for (const { offset } of blocks) {
      const found = await readHead(file, offset, end);
      if (found?.header.kind !== kind) throw new Error(`there is no ${kind} at byte ${offset}`);
      if (kind === 'batch') batches.push({ bodyAt: found.bodyAt, batch: found.header.batch });
    }
  }
  return { fields: footer.fields, batches };
}

/**
 * Reads the messages of an Arrow stream, which begins with its schema.
 * @param growing whether the stream may end within a message, as it does while it is being written
 * @throws Error when a length or a place in it does not fit the bytes that are there, or its end mark is absent
 */
export async function* streamMessages(file: FileHandle, growing: boolean): AsyncGenerator<IpcMessage> {
  let at = 0;
  for (;;) {
    const { size } = await file.stat();
    if (at === size && !growing) throw new Error('the end-of-stream mark is absent');
    try {
      const found = await readHead(file, at, size);
      if (found === undefined) break;
      const { header, bodyAt } = found;
      if ((header.kind === 'schema') !== (at === 0)) throw new Error('a schema is out of place');
      const end = bodyAt + header.bodyBytes;
      const bytes = await readBytes(file, at, end - at);
      at = end;
      yield { header, bytes };
    } catch (error) {
      if (error instanceof Truncated && growing) return;
      throw error;
    }
  }
  const { size } = await file.stat();
  const last = await readBytes(file, Math.max(0, size - 8), Math.min(8, size));
  // Nothing may follow the mark: readers would pass over it.
  if (last.toString('hex') !== 'ffffffff00000000' || at + 8 !== size) {
    throw new Error(`there are bytes behind the end-of-stream mark at byte ${at}`);
  }
}

/** The header of the message that begins at a byte, and where its body does; undefined for an end mark. */
async function readHead(
  file: FileHandle,
  at: number,
  end: number,
): Promise<{ header: IpcHeader; bodyAt: number } | undefined> {
  const need = (bytes: number): void => {
    if (at + bytes > end) throw new Truncated(`a message at byte ${at} of ${end} would take ${bytes} bytes`);
  };
  need(4);
  let prefix = 4;
  let metadataBytes = (await readBytes(file, at, 4)).readInt32LE(0);
  // Files from before Arrow 0.15 lack the mark.
  if (metadataBytes === CONTINUATION) {
    prefix = 8;
    need(8);
    metadataBytes = (await readBytes(file, at + 4, 4)).readInt32LE(0);
  }
  if (metadataBytes === 0) return undefined;
  if (metadataBytes < 0 || metadataBytes > MAX_METADATA_BYTES) {
    throw new Error(`a message at byte ${at} has metadata of ${metadataBytes} bytes`);
  }
  need(prefix + metadataBytes);
  const header = readIpcHeader(await readBytes(file, at + prefix, metadataBytes));
  need(prefix + metadataBytes + header.bodyBytes);
  return { header, bodyAt: at + prefix + metadataBytes };
}

/** Reads bytes that are there. */
async function readBytes(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const read = await readFullyFrom(file, bytes, at);
  if (read < length) throw new Truncated(`the file ends at byte ${at + read}`);
  return bytes;
}
