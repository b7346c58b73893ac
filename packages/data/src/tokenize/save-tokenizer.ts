import { LetheError, writeFileWhole } from '@lethe/contracts';
import { type ByteBpe, toTokenizerJson } from './tokenizer-file.js';

/**
 * Writes a byte-level BPE as `tokenizer.json`; the file appears under its name when it is whole, and replaces another.
 * @throws LetheError when it cannot be written
 */
export function saveTokenizer(bpe: ByteBpe, path: string): void {
  try {
    writeFileWhole(path, toTokenizerJson(bpe));
  } catch (error) {
    throw new LetheError(
      {
        what: 'the tokenizer cannot be written',
        where: path,
        found: (error as Error).message,
        next: 'name a file in a directory that exists',
      },
      { cause: error },
    );
  }
}
