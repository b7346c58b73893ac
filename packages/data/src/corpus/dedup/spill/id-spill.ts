import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readFully, writeFully } from '@lethe/contracts';
import { truncated } from './hash-partitions.js';

const BUFFER_BYTES = 1 << 18;
const BLOCK_IDS = 16;
const HEADER_BYTES = 4;

/**
 * Ids on disk in the order of appending, read in any order. Memory: half a byte per id and 256 KiB.
 * Reading along is as fast as from memory; a jump costs one read of 16 ids.
 */
export class IdSpill {
  readonly #path: string;
  readonly #file: number;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #buffered = 0;
  #flushed = 0;
  #count = 0;
  /** Where each block of ids begins. */
  #offsets = new Float64Array(1024);
  #cachedBlock = -1;
  #cached: string[] = [];

  /** @param directory takes the file `<name>.tmp`, which `close` removes */
  constructor(directory: string, name: string) {
    this.#path = join(directory, `${name}.tmp`);
    this.#file = openSync(this.#path, 'w+');
  }

  /** Ids so far. */
  get count(): number {
    return this.#count;
  }

  append(id: string): void {
    if (this.#count % BLOCK_IDS === 0) this.#beginBlock(this.#count / BLOCK_IDS);
    // The block may have been read before it was full.
    this.#cachedBlock = -1;
    const bytes = Buffer.byteLength(id);
    if (this.#buffered + HEADER_BYTES + bytes > BUFFER_BYTES) this.#flush();
    const record = HEADER_BYTES + bytes > BUFFER_BYTES ? Buffer.alloc(HEADER_BYTES + bytes) : this.#buffer;
    const at = record === this.#buffer ? this.#buffered : 0;
    record.writeUInt32LE(bytes, at);
    record.write(id, at + HEADER_BYTES);
    if (record === this.#buffer) this.#buffered += HEADER_BYTES + bytes;
    else this.#writeOut(record);
    this.#count++;
  }

  /** Id number `index`, in the order of appending. */
  get(index: number): string {
    const block = Math.floor(index / BLOCK_IDS);
    if (block !== this.#cachedBlock) this.#readBlock(block);
    return this.#cached[index % BLOCK_IDS]!;
  }

  /** Closes and removes the file. */
  close(): void {
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }

  #beginBlock(block: number): void {
    if (block === this.#offsets.length) {
      const larger = new Float64Array(2 * this.#offsets.length);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    this.#offsets[block] = this.#flushed + this.#buffered;
  }

  #readBlock(block: number): void {
    this.#flush();
    const ids = Math.min(BLOCK_IDS, this.#count - block * BLOCK_IDS);
    const begin = this.#offsets[block]!;
    const isLast = (block + 1) * BLOCK_IDS >= this.#count;
    const bytes = Buffer.allocUnsafe((isLast ? this.#flushed : this.#offsets[block + 1]!) - begin);
    const read = readFully(this.#file, bytes, begin);
    if (read < bytes.length) throw truncated(this.#path, begin + read);
    this.#cached = [];
    for (let i = 0, at = 0; i < ids; i++) {
      const end = at + HEADER_BYTES + bytes.readUInt32LE(at);
      this.#cached.push(bytes.toString('utf8', at + HEADER_BYTES, end));
      at = end;
    }
    this.#cachedBlock = block;
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
