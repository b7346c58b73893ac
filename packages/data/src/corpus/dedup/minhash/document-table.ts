import { jaccard, ShingleSet } from '../../../text/shingle-set.js';
import type { SketchFile } from './sketch.js';

/** What is kept in memory of every document: 20 bytes, shared by all threads. */
export interface DocumentTable {
  documents: number;
  /** Documents before this one are those of `against`. */
  firstOfCorpus: number;
  /** Uint32Array [documents]: different shingles. */
  sizes: Uint32Array;
  /** Int32Array [2 * documents]: sum of the shingle hashes, by lanes; equal for equal sets. */
  fingerprints: Int32Array;
  /** Float64Array [documents]: byte of the sketch file at which the shingle hashes begin. */
  setsAt: Float64Array;
  /** Float64Array [blocks]: first document of each block. */
  blockStarts: Float64Array;
  /** Float64Array [blocks]: byte of the sketch file at which the band keys of a block begin, band by band. */
  keysAt: Float64Array;
}

/** What a thread has computed of a block of documents that follow each other. */
export interface DocumentBlock {
  first: number;
  sizes: Uint32Array;
  fingerprints: Int32Array;
  /** Byte of the sketch file at which the shingle hashes of the first document begin; the others follow. */
  setsAt: number;
  keysAt: number;
}

/**
 * Puts blocks together.
 * @param blocks all blocks in any order; emptied on the way, so that memory holds the documents once
 */
export function joinBlocks(blocks: DocumentBlock[], documents: number, firstOfCorpus: number): DocumentTable {
  blocks.sort((a, b) => b.first - a.first);
  const count = blocks.length;
  const table: DocumentTable = {
    documents,
    firstOfCorpus,
    sizes: new Uint32Array(new SharedArrayBuffer(4 * documents)),
    fingerprints: new Int32Array(new SharedArrayBuffer(8 * documents)),
    setsAt: new Float64Array(new SharedArrayBuffer(8 * documents)),
    blockStarts: new Float64Array(new SharedArrayBuffer(8 * count)),
    keysAt: new Float64Array(new SharedArrayBuffer(8 * count)),
  };
  for (let i = 0; i < count; i++) {
    const { first, sizes, fingerprints, setsAt, keysAt } = blocks.pop()!;
    table.sizes.set(sizes, first);
    table.fingerprints.set(fingerprints, 2 * first);
    table.blockStarts[i] = first;
    table.keysAt[i] = keysAt;
    let at = setsAt;
    for (let j = 0; j < sizes.length; j++) {
      table.setsAt[first + j] = at;
      at += 8 * sizes[j]!;
    }
  }
  return table;
}

/** Whether two documents have the same shingles; wrong with probability 2^-64. */
export function haveEqualSets({ sizes, fingerprints }: DocumentTable, a: number, b: number): boolean {
  return (
    sizes[a] === sizes[b] &&
    fingerprints[2 * a] === fingerprints[2 * b] &&
    fingerprints[2 * a + 1] === fingerprints[2 * b + 1]
  );
}

const PAGE = 1024;

/**
 * Ids in the order of appending, as UTF-8 in pages of 1024: four bytes per id on top of its text, instead of a string
 * each.
 */
export class IdList {
  readonly #pages: { bytes: Buffer; ends: Uint32Array }[] = [];
  #scratch = Buffer.allocUnsafe(64 * PAGE);
  #used = 0;
  #ends = new Uint32Array(PAGE);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(id: string): void {
    // No UTF-16 unit takes more than three bytes.
    if (this.#used + 3 * id.length > this.#scratch.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#used + 3 * id.length));
      this.#scratch.copy(larger, 0, 0, this.#used);
      this.#scratch = larger;
    }
    this.#used += this.#scratch.write(id, this.#used);
    this.#ends[this.#length++ % PAGE] = this.#used;
    if (this.#length % PAGE !== 0) return;
    this.#pages.push({ bytes: Buffer.from(this.#scratch.subarray(0, this.#used)), ends: this.#ends });
    this.#ends = new Uint32Array(PAGE);
    this.#used = 0;
  }

  /** Id number `index`. */
  at(index: number): string {
    const page = this.#pages[Math.floor(index / PAGE)];
    const { bytes, ends } = page ?? { bytes: this.#scratch, ends: this.#ends };
    const place = index % PAGE;
    return bytes.toString('utf8', place === 0 ? 0 : ends[place - 1]!, ends[place]!);
  }
}

/** Computes true similarities of documents from their shingle hashes in the sketch file. */
export interface SetReader {
  /** Shingle hashes of a document: Int32Array [2 * size], lanes in turn. */
  read(document: number): Int32Array;
  /** The document that `similarityTo` compares with. */
  take(hashes: Int32Array): void;
  /** Jaccard similarity of the document taken last to another one. */
  similarityTo(hashes: Int32Array): number;
}

export function createSetReader({ sizes, setsAt }: DocumentTable, file: SketchFile): SetReader {
  const set = new ShingleSet();
  let taken = 0;
  return {
    read(document) {
      const hashes = new Int32Array(2 * sizes[document]!);
      file.read(hashes, setsAt[document]!);
      return hashes;
    },
    take(hashes) {
      taken = hashes.length / 2;
      set.reset(taken);
      for (let i = 0; i < hashes.length; i += 2) set.add(hashes[i]!, hashes[i + 1]!);
    },
    similarityTo(hashes) {
      const size = hashes.length / 2;
      return jaccard(taken, size, set.countShared(hashes, size));
    },
  };
}
