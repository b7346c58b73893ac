import { LetheError, readFully, writeFully } from '@lethe/contracts';

/**
 * Where threads put what they computed of documents: one file that all of them append to and read from. Every thread
 * has an object of its own over the same open file and the same cursor.
 */
export class SketchFile {
  readonly #file: number;
  readonly #end: BigInt64Array;

  /**
   * @param file descriptor, open for reading and writing, valid in the whole process
   * @param cursor SharedArrayBuffer [8]: the bytes written, zero at first
   */
  constructor(file: number, cursor: SharedArrayBuffer) {
    this.#file = file;
    this.#end = new BigInt64Array(cursor);
  }

  /** Appends words; returns the byte at which they begin. */
  append(words: Int32Array): number {
    const begin = Number(Atomics.add(this.#end, 0, BigInt(words.byteLength)));
    writeFully(this.#file, words, begin);
    return begin;
  }

  /** Fills `words` with what begins at a byte. */
  read(words: Int32Array, begin: number): void {
    const read = readFully(this.#file, words, begin);
    if (read < words.byteLength) throw truncated(begin + read);
  }
}

function truncated(at: number): LetheError {
  return new LetheError({
    what: 'the intermediate results of deduplication end too early',
    found: `the end of the file at byte ${at}`,
    next: 'another program changed the temporary directory; run the command again',
  });
}
