import type { UnionFind } from './collect-components.js';
import { createSetReader, type DocumentTable, haveEqualSets, type SetReader } from './document-table.js';
import type { MinhashSettings } from './minhash-settings.js';
import type { SketchFile } from './sketch.js';

/**
 * Joins the documents that share a key of one band and, where candidates are verified, are similar enough.
 * @param joined what this thread has joined so far, so that such pairs are not compared again; added to
 * @returns Uint32Array: pairs of documents that were not together before
 */
export function matchBand(
  band: number,
  table: DocumentTable,
  { threshold, verify }: MinhashSettings,
  file: SketchFile,
  joined: UnionFind,
): Uint32Array<ArrayBuffer> {
  const reader = createSetReader(table, file);
  const pairs: number[] = [];
  const join = (a: number, b: number): void => {
    if (joined.union(a, b)) pairs.push(a, b);
  };
  for (const bucket of groupByKey(readBandKeys(table, file, band), table.sizes)) {
    if (verify) matchBucket(bucket, table, threshold, reader, joined, join);
    else for (const document of bucket) join(bucket[0]!, document);
  }
  return Uint32Array.from(pairs);
}

/** Up to this many different documents of a bucket are compared with each other. */
const COMPARE_ALL = 64;
/** In larger buckets a document is compared with at most this many leaders. */
const MOST_LEADERS = 256;

/**
 * Joins the documents of one bucket (of one band) whose true similarity reaches the threshold. Which documents end
 * up together depends on the bucket alone, neither on the order of its documents nor on what was joined before:
 * - documents with equal sets of shingles count as one;
 * - up to 64 different ones are compared each with each, except where they are together already;
 * - more than that, texts with long parts in common, are gone through from the smallest to the largest: each is
 *   compared with the last 256 leaders, joins the first that is similar enough, or becomes a leader itself.
 * @param join called for every two documents that are put together
 */
export function matchBucket(
  bucket: number[],
  table: DocumentTable,
  threshold: number,
  reader: SetReader,
  joined: UnionFind,
  join: (a: number, b: number) => void,
): void {
  sortByContent(bucket, table);
  const different: number[] = [];
  for (const document of bucket) {
    const last = different.at(-1);
    if (last !== undefined && haveEqualSets(table, last, document)) join(last, document);
    else different.push(document);
  }
  if (different.length <= COMPARE_ALL) compareAll();
  else compareWithLeaders();

  function compareAll(): void {
    const sets: (Int32Array | undefined)[] = new Array(different.length);
    const setOf = (i: number): Int32Array => {
      sets[i] ??= reader.read(different[i]!);
      return sets[i]!;
    };
    for (let i = 0; i < different.length; i++) {
      let isTaken = false;
      for (let j = i + 1; j < different.length; j++) {
        const a = different[i]!;
        const b = different[j]!;
        if (table.sizes[a]! / table.sizes[b]! < threshold) break;
        if (joined.find(a) === joined.find(b)) continue;
        if (!isTaken) reader.take(setOf(i));
        isTaken = true;
        if (reader.similarityTo(setOf(j)) >= threshold) join(a, b);
      }
    }
  }

  function compareWithLeaders(): void {
    const leaders: { document: number; hashes: Int32Array }[] = [];
    for (const document of different) {
      const hashes = reader.read(document);
      reader.take(hashes);
      let isLeader = true;
      for (let i = leaders.length - 1; i >= 0; i--) {
        const leader = leaders[i]!;
        if (table.sizes[leader.document]! / table.sizes[document]! < threshold) break;
        if (reader.similarityTo(leader.hashes) < threshold) continue;
        join(leader.document, document);
        isLeader = false;
        break;
      }
      if (!isLeader) continue;
      leaders.push({ document, hashes });
      if (leaders.length > MOST_LEADERS) leaders.shift();
    }
  }
}

/** Sorts by size, then fingerprint: an order that does not depend on how documents are numbered. */
function sortByContent(bucket: number[], { sizes, fingerprints }: DocumentTable): void {
  bucket.sort(
    (a, b) =>
      sizes[a]! - sizes[b]! ||
      fingerprints[2 * a]! - fingerprints[2 * b]! ||
      fingerprints[2 * a + 1]! - fingerprints[2 * b + 1]!,
  );
}

/** Reads the keys of one band: Int32Array [2 * documents], lanes in turn. */
function readBandKeys(
  { documents, blockStarts, keysAt }: DocumentTable,
  file: SketchFile,
  band: number,
): Int32Array {
  const keys = new Int32Array(2 * documents);
  for (let block = 0; block < blockStarts.length; block++) {
    const begin = blockStarts[block]!;
    const end = blockStarts[block + 1] ?? documents;
    file.read(keys.subarray(2 * begin, 2 * end), keysAt[block]! + 8 * band * (end - begin));
  }
  return keys;
}

/**
 * Groups of two or more documents with the same key. A first look with two bits per key leaves out those that are
 * alone, so that the hash table holds little more than the documents it is about.
 * @param keys Int32Array [2 * documents], lanes in turn
 * @param sizes documents of size 0 have no key
 */
function* groupByKey(keys: Int32Array, sizes: Uint32Array): Generator<number[]> {
  const shared = keysSeenTwice(keys, sizes);
  const mask = 2 ** Math.ceil(Math.log2(2 * shared.length + 2)) - 1;
  // 1 + the place in `shared` of the last document with the key of a slot; `before` leads to the others.
  const last = new Uint32Array(mask + 1);
  const before = new Uint32Array(shared.length);
  for (let i = 0; i < shared.length; i++) {
    const first = keys[2 * shared[i]!]!;
    const second = keys[2 * shared[i]! + 1]!;
    let slot = second & mask;
    for (; last[slot] !== 0; slot = (slot + 1) & mask) {
      const other = shared[last[slot]! - 1]!;
      if (keys[2 * other] === first && keys[2 * other + 1] === second) break;
    }
    before[i] = last[slot]!;
    last[slot] = i + 1;
  }
  for (let slot = 0; slot <= mask; slot++) {
    if (last[slot] === 0 || before[last[slot]! - 1] === 0) continue;
    const group: number[] = [];
    for (let i = last[slot]!; i !== 0; i = before[i - 1]!) group.push(shared[i - 1]!);
    yield group;
  }
}

/** Documents whose key, cut to a few bits, another document has too. */
function keysSeenTwice(keys: Int32Array, sizes: Uint32Array): Uint32Array {
  const mask = 2 ** Math.ceil(Math.log2(8 * sizes.length + 32)) - 1;
  const once = new Int32Array((mask + 1) >>> 5);
  const twice = new Int32Array((mask + 1) >>> 5);
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i] === 0) continue;
    const cut = keys[2 * i]! & mask;
    const bit = 1 << (cut & 31);
    if (once[cut >>> 5]! & bit) twice[cut >>> 5]! |= bit;
    else once[cut >>> 5]! |= bit;
  }
  const isShared = (i: number): boolean => {
    const cut = keys[2 * i]! & mask;
    return sizes[i] !== 0 && (twice[cut >>> 5]! & (1 << (cut & 31))) !== 0;
  };
  let count = 0;
  for (let i = 0; i < sizes.length; i++) if (isShared(i)) count++;
  const shared = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < sizes.length; i++) if (isShared(i)) shared[at++] = i;
  return shared;
}
