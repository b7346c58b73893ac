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

/** Whether two documents have the same shingles, but for a chance of 2^-64. */
export function haveEqualSets({ sizes, fingerprints }: DocumentTable, a: number, b: number): boolean {
  return (
    sizes[a] === sizes[b] &&
    fingerprints[2 * a] === fingerprints[2 * b] &&
    fingerprints[2 * a + 1] === fingerprints[2 * b + 1]
  );
}
