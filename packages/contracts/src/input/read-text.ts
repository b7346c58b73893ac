import { constants } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { LetheError } from '../errors.js';
import { compressionOf, type ReadBytesOptions, readBytes, readHead } from './read-bytes.js';

/** Bytes of the longest text that is read as a whole: JavaScript has no longer strings. */
export const MAX_TEXT_BYTES = constants.MAX_STRING_LENGTH;

/**
 * Reads a whole file, decompressed as `readBytes` does.
 * @returns undefined where it holds more than `maxBytes`, of which no more is read
 * @throws LetheError as `readBytes`
 */
export async function readWhole(
  path: string,
  options: ReadBytesOptions & { maxBytes?: number } = {},
): Promise<Buffer | undefined> {
  const { maxBytes = MAX_TEXT_BYTES } = options;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size > maxBytes && compressionOf(await readHead(path, 4)) === 'none') return undefined;
  for await (const chunk of readBytes(path, options)) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/**
 * Reads a text file; a byte order mark is dropped and line ends become \n.
 * @throws LetheError when it is not UTF-8, or longer than JavaScript's strings
 */
export function readUtf8(path: string): string {
  const { size } = statSync(path);
  if (size > MAX_TEXT_BYTES) {
    throw new LetheError({
      what: 'this file is too large to be read as one text',
      where: path,
      expected: `at most ${MAX_TEXT_BYTES} bytes`,
      found: `${size} bytes`,
      next: 'name another file',
    });
  }
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    throw new LetheError({
      what: 'this file is not UTF-8 text',
      where: path,
      expected: 'text in UTF-8',
      found: `${bytes.length} bytes that begin with ${bytes.subarray(0, 8).toString('hex')}`,
      next: 'convert it to UTF-8, or name another file',
    });
  }
}
