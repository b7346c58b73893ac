import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, readFully, writeFully } from '@lethe/contracts';

/** Words of a hash at the beginning of a record. */
export const HASH_WORDS = 4;
const PARTITIONS = 256;
const FIRST_RECORDS = 64;
const BLOCK_RECORDS = 4096;

/**
 * Records of a 128-bit hash and a few words, divided by the first byte of the hash: equal hashes lie in one partition,
 * and each partition is small enough for memory. What exceeds a block per partition goes to a file.
 * Memory: at most 256 blocks of 4096 records, 24 MiB for records of six words, and 8 bytes per block on disk.
 */
export class HashPartitions {
  /** The record that `append` adds: the hash, then the payload. */
  readonly record: Uint32Array;
  readonly stride: number;
  readonly #path: string;
  readonly #buffers: (Uint32Array | undefined)[] = new Array(PARTITIONS);
  readonly #used = new Uint32Array(PARTITIONS);
  readonly #blocks: number[][] = Array.from({ length: PARTITIONS }, () => []);
  #file: number | undefined;
  #fileBytes = 0;
  #records = 0;

  /**
   * @param directory takes the file `<name>.tmp`, which `close` removes
   * @param payloadWords words of a record after the hash
   */
  constructor(directory: string, name: string, payloadWords: number) {
    this.#path = join(directory, `${name}.tmp`);
    this.stride = HASH_WORDS + payloadWords;
    this.record = new Uint32Array(this.stride);
  }

  /** Records so far. */
  get records(): number {
    return this.#records;
  }

  /** Adds a copy of `record`. */
  append(): void {
    const { record, stride } = this;
    const partition = record[0]! >>> 24;
    let buffer = this.#buffers[partition];
    let used = this.#used[partition]!;
    if (buffer === undefined) {
      buffer = new Uint32Array(FIRST_RECORDS * stride);
      this.#buffers[partition] = buffer;
    } else if (used === buffer.length) {
      if (used < BLOCK_RECORDS * stride) {
        const larger = new Uint32Array(2 * used);
        larger.set(buffer);
        buffer = larger;
        this.#buffers[partition] = buffer;
      } else {
        this.#writeOut(partition, buffer);
        used = 0;
      }
    }
    for (let i = 0; i < stride; i++) buffer[used + i] = record[i]!;
    this.#used[partition] = used + stride;
    this.#records++;
  }

  /** Number of partitions, for `blocks`. */
  get partitions(): number {
    return PARTITIONS;
  }

  /**
   * The records of a partition in the order of appending, in blocks of whole records; a block is valid until the next.
   */
  *blocks(partition: number): Generator<Uint32Array> {
    const block =
      this.#blocks[partition]!.length > 0 ? new Uint32Array(BLOCK_RECORDS * this.stride) : undefined;
    for (const offset of this.#blocks[partition]!) {
      const read = readFully(this.#file!, block!, offset);
      if (read < block!.byteLength) throw truncated(this.#path, offset + read);
      yield block!;
    }
    const buffer = this.#buffers[partition];
    if (buffer !== undefined) yield buffer.subarray(0, this.#used[partition]);
  }

  /** Removes the file, if there is one. */
  close(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    rmSync(this.#path, { force: true });
  }

  #writeOut(partition: number, block: Uint32Array): void {
    this.#file ??= openSync(this.#path, 'w+');
    writeFully(this.#file, block, this.#fileBytes);
    this.#blocks[partition]!.push(this.#fileBytes);
    this.#fileBytes += block.byteLength;
  }
}

/** The error for a temporary file that another program changed. */
export function truncated(path: string, at: number): LetheError {
  return new LetheError({
    what: 'a file of intermediate results ends too early',
    where: path,
    found: `the end of the file at byte ${at}`,
    next: 'another program changed it; run the command again',
  });
}
