import type { DocumentTable } from './document-table.js';
import type { SketchFile } from './sketch-file.js';

/** Reads the keys of one band: Int32Array [2 * documents], lanes in turn. */
export function readBandKeys(
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
export function* groupByKey(keys: Int32Array, sizes: Uint32Array): Generator<number[]> {
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
