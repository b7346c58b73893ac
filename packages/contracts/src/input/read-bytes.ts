import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { LetheError } from '../errors.js';
import { loadZstd, ZstdWindowError } from './zstd.js';

const CHUNK_BYTES = 1 << 20;

/** How a file is compressed, as its first bytes say. */
type Compression = 'none' | 'gzip' | 'zstd';

/** Options of a reader of bytes. */
export interface ReadBytesOptions {
  signal?: AbortSignal | undefined;
  /** Called with the bytes taken from the disk since the last call: compressed ones where the file is. */
  onBytes?: ((bytes: number) => void) | undefined;
}

/** The compression that the first bytes of a file show; its name does not matter. */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const magic = head.length < 4 ? 0 : Buffer.from(head.buffer, head.byteOffset, 4).readUInt32LE();
  // Frames of parallel compressors begin with one that a decoder skips.
  if (magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50) return 'zstd';
  return 'none';
}

/** A file name without the ending that says how it is compressed. */
export function uncompressedName(path: string): string {
  return basename(path).replace(/\.(gz|gzip|zst|zstd)$/i, '');
}

/** The first bytes of a file as they lie on the disk. */
export async function readHead(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(head, 0, bytes, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Reads a file in pieces of about a mebibyte, decompressed where it is gzip (of any number of members) or zstd
 * (of any number of frames).
 * @throws LetheError when the file cannot be read, or compressed data are truncated or corrupt; signal.reason when
 * aborted
 */
export async function* readBytes(path: string, options: ReadBytesOptions = {}): AsyncGenerator<Buffer> {
  let compression: Compression = 'none';
  try {
    compression = compressionOf(await readHead(path, 4));
    if (compression === 'none') yield* readRaw(path, options, CHUNK_BYTES);
    else if (compression === 'gzip') yield* gunzip(path, options);
    else yield* unzstd(path, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (isSystemError(error)) throw cannotBeRead(path, error);
    if (compression === 'none' || error instanceof LetheError) throw error;
    if (error instanceof ZstdWindowError) throw windowTooLarge(path, error);
    throw new LetheError(
      {
        what: `this ${compression} file is truncated or corrupt`,
        where: path,
        expected: `complete ${compression} data`,
        found: (error as Error).message,
        next: 'copy or download the file again; a part of it would pass for the whole',
      },
      { cause: error },
    );
  }
}

function windowTooLarge(path: string, error: ZstdWindowError): LetheError {
  return new LetheError(
    {
      what: 'the window of this zstd file is too large',
      where: path,
      expected: 'a window that memory holds',
      found: error.message,
      next: `decompress it with zstd -d --long=31, and read what comes of it`,
    },
    { cause: error },
  );
}

/** Errors of the file system carry the name of the system call; those of decoders do not. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return (error as NodeJS.ErrnoException).syscall !== undefined;
}

function cannotBeRead(path: string, error: NodeJS.ErrnoException): LetheError {
  const next = 'correct the path or its permissions';
  return new LetheError(
    { what: 'this input cannot be read', where: path, found: error.message, next },
    { cause: error },
  );
}

async function* readRaw(path: string, options: ReadBytesOptions, bytes: number): AsyncGenerator<Buffer> {
  const { signal, onBytes } = options;
  signal?.throwIfAborted();
  for await (const chunk of createReadStream(path, { highWaterMark: bytes })) {
    signal?.throwIfAborted();
    onBytes?.((chunk as Buffer).length);
    yield chunk as Buffer;
  }
}

async function* gunzip(path: string, options: ReadBytesOptions): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { highWaterMark: 1 << 18 });
  const decoder = createGunzip({ chunkSize: CHUNK_BYTES });
  let read = 0;
  source.on('data', (chunk) => {
    read += chunk.length;
    options.onBytes?.(chunk.length);
  });
  source.on('error', (error) => decoder.destroy(error));
  source.pipe(decoder);
  try {
    for await (const chunk of decoder) {
      options.signal?.throwIfAborted();
      yield chunk as Buffer;
    }
    // Zlib stops silently at bytes that begin no further member.
    if (decoder.bytesWritten < read) await checkPadding(path, decoder.bytesWritten, options.signal);
  } finally {
    source.destroy();
    decoder.destroy();
  }
}

/** Tapes and block devices fill files up with zero bytes. @throws Error when other bytes follow the gzip data */
async function checkPadding(path: string, start: number, signal: AbortSignal | undefined): Promise<void> {
  for await (const chunk of createReadStream(path, { start, highWaterMark: CHUNK_BYTES })) {
    signal?.throwIfAborted();
    if ((chunk as Buffer).some((byte) => byte !== 0)) {
      throw new Error(`bytes after the gzip data, at byte ${start}, that are no padding of zeros`);
    }
  }
}

async function* unzstd(path: string, options: ReadBytesOptions): AsyncGenerator<Buffer> {
  const stream = (await loadZstd()).open();
  try {
    for await (const chunk of readRaw(path, options, 1 << 17)) {
      for (const piece of stream.decode(chunk)) {
        // A piece of the file may hold gigabytes.
        options.signal?.throwIfAborted();
        yield piece;
      }
    }
    stream.end();
  } finally {
    stream.close();
  }
}
