import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';

const BLOCK_UNITS = 1 << 20;
const BLOCK_DOCUMENTS = 1 << 14;

/** Gathers texts into blocks of about a million UTF-16 units. */
export class TextBlocks {
  #free: Uint16Array<ArrayBuffer>[] = [];
  #units = new Uint16Array(BLOCK_UNITS);
  #ends = new Uint32Array(BLOCK_DOCUMENTS);
  #used = 0;
  #count = 0;
  #first = 0;

  /** Documents appended so far. */
  get documents(): number {
    return this.#first + this.#count;
  }

  /** Whether the text begins a new block, so that `flush` has to come first. */
  isFullFor(text: string): boolean {
    return this.#count === BLOCK_DOCUMENTS || (this.#count > 0 && this.#used + text.length > BLOCK_UNITS);
  }

  append(text: string): void {
    const end = this.#used + text.length;
    if (end > this.#units.length) this.#units = new Uint16Array(end);
    // As little-endian UTF-16 this is a copy of memory, which encoding to UTF-8 is not.
    Buffer.from(this.#units.buffer).write(text, 2 * this.#used, 'utf16le');
    this.#used = end;
    this.#ends[this.#count++] = end;
  }

  /** The block so far, undefined where it is empty; it goes to the caller. */
  flush(): TextBlock | undefined {
    if (this.#count === 0) return undefined;
    const block = { first: this.#first, ends: this.#ends.slice(0, this.#count), units: this.#units };
    this.#first += this.#count;
    this.#count = 0;
    this.#used = 0;
    this.#units = this.#free.pop() ?? new Uint16Array(BLOCK_UNITS);
    return block;
  }

  /** Takes the memory of a block back. */
  recycle(units: Uint16Array<ArrayBuffer>): void {
    if (units.length === BLOCK_UNITS) this.#free.push(units);
  }
}

/** A file for intermediate results. */
interface TemporaryFile {
  /** Open for reading and writing in all threads of the process. */
  descriptor: number;
  /** Closes the file and removes it. */
  remove(): void;
}

/**
 * Opens an empty file in a new directory. Where the system allows it, the file is already unlinked when this returns,
 * so that even a killed process leaves nothing behind.
 * @throws LetheError when `parent` takes no files
 */
export function openTemporaryFile(parent: string, prefix: string): TemporaryFile {
  try {
    const directory = mkdtempSync(join(parent, prefix));
    const removeDirectory = (): void => rmSync(directory, { recursive: true, force: true });
    const descriptor = openSync(join(directory, 'results.tmp'), 'w+');
    if (process.platform !== 'win32') removeDirectory();
    return {
      descriptor,
      remove() {
        closeSync(descriptor);
        removeDirectory();
      },
    };
  } catch (error) {
    throw new LetheError(
      {
        what: 'intermediate results cannot be written',
        where: parent,
        expected: 'a directory in which files can be created',
        found: (error as Error).message,
        next: 'name another temporary directory',
      },
      { cause: error },
    );
  }
}

/** Texts of documents that follow each other, as they go from the thread that reads to one that computes. */
export interface TextBlock {
  /** Number of the first document. */
  first: number;
  /** Uint32Array [documents]: where each text ends. */
  ends: Uint32Array;
  /** Uint16Array of UTF-16 units: the texts one after the other. */
  units: Uint16Array<ArrayBuffer>;
}
