import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';

/**
 * Reads a text file; a byte order mark is dropped and line ends become \n.
 * @throws LetheError when it is not UTF-8
 */
export function readUtf8(path: string): string {
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
