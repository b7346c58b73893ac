import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, readFully, writeFully } from '@lethe/contracts';
import type { TokenizedDocument } from './pack-rows.js';

const BUFFER_BYTES = 1 << 20;
/** Bytes before the tokens of a record: the length of the id. */
const HEADER_BYTES = 4;

/**
 * Tokenized documents on disk, so that a corpus can be packed in any order without being held in memory.
 * Documents are appended, then read in any order. Memory: 8 bytes per document (up to 16 while it grows) and 1 MiB.
 */
export class DocumentSpill {
  readonly #path: string;
  readonly #file: number;
  #buffer = Buffer.alloc(BUFFER_BYTES);
  #buffered = 0;
  /** Bytes written to the file; the buffer comes after them. */
  #flushed = 0;
  /** Where each record begins, and where the next one will. */
  #offsets = new Float64Array(1024);
  #documents = 0;
  #tokens = 0;

  /** @param directory takes the file `documents.tmp`, which `close` removes */
  constructor(directory: string) {
    this.#path = join(directory, 'documents.tmp');
    this.#file = openSync(this.#path, 'w+');
  }

  /** Documents so far. */
  get documents(): number {
    return this.#documents;
  }

  /** Tokens of all documents so far, without end-of-text. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Adds a document. */
  append({ id, tokens }: TokenizedDocument): void {
    const name = Buffer.from(id);
    const begin = this.#offsets[this.#documents]!;
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(name.length);
    this.#write(header);
    this.#write(name);
    this.#write(Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength));
    this.#documents++;
    this.#tokens += tokens.length;
    if (this.#documents === this.#offsets.length) {
      const larger = new Float64Array(2 * this.#offsets.length);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    this.#offsets[this.#documents] = begin + HEADER_BYTES + name.length + tokens.byteLength;
  }

  /** Document number `index`, in the order of appending. */
  read(index: number): TokenizedDocument {
    this.#flush();
    const begin = this.#offsets[index]!;
    const record = Buffer.alloc(this.#offsets[index + 1]! - begin);
    const read = readFully(this.#file, record, begin);
    if (read < record.length) throw truncated(this.#path, begin + read);
    const nameEnd = HEADER_BYTES + record.readUInt32LE(0);
    const tokens = new Int32Array((record.length - nameEnd) / 4);
    // Tokens lie at any byte of the record, where no Int32Array can begin.
    record.copy(Buffer.from(tokens.buffer), 0, nameEnd);
    return { id: record.toString('utf8', HEADER_BYTES, nameEnd), tokens };
  }

  /** Closes and removes the file. */
  close(): void {
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }

  #write(bytes: Buffer): void {
    if (this.#buffered + bytes.length > BUFFER_BYTES) this.#flush();
    if (bytes.length > BUFFER_BYTES) {
      this.#writeOut(bytes);
      return;
    }
    bytes.copy(this.#buffer, this.#buffered);
    this.#buffered += bytes.length;
  }

  #flush(): void {
    this.#writeOut(this.#buffer.subarray(0, this.#buffered));
    this.#buffered = 0;
  }

  #writeOut(bytes: Buffer): void {
    writeFully(this.#file, bytes, this.#flushed);
    this.#flushed += bytes.length;
  }
}

function truncated(path: string, at: number): LetheError {
  return new LetheError({
    what: 'the tokenized documents end too early',
    where: path,
    found: `the end of the file at byte ${at}`,
    next: 'another program changed the file; run the data stage again',
  });
}
