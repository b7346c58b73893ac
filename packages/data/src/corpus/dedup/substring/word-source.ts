import { endOfWord, skipWhiteSpace } from '../../../text/word-boundaries.js';
import type { TokenSource } from './token-source.js';

/** Tokens that are words and single characters; see {@link TokenUnit}. */
export function createWordSource(): TokenSource {
  const words = createWordIds();
  let ids = new Int32Array(1024);
  let starts = new Int32Array(1024);
  let ends = new Int32Array(1024);
  return {
    tokenBytes: 4,
    encode(text) {
      if (ids.length < text.length) ids = new Int32Array(2 * text.length);
      let count = 0;
      for (let start = skipWhiteSpace(text, 0); start < text.length; ) {
        const end = endOfWord(text, start);
        ids[count++] = words.idOf(text, start, end);
        start = skipWhiteSpace(text, end);
      }
      return ids.subarray(0, count);
    },
    alphabet: () => words.size(),
    ownBytes: () => words.bytes() + ids.byteLength,
    offsets(text) {
      if (starts.length < text.length) {
        starts = new Int32Array(2 * text.length);
        ends = new Int32Array(2 * text.length);
      }
      let count = 0;
      for (let start = skipWhiteSpace(text, 0); start < text.length; count++) {
        starts[count] = start;
        ends[count] = endOfWord(text, start);
        start = skipWhiteSpace(text, ends[count]!);
      }
      return { starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
    },
  };
}

/** Numbers for words, given in the order in which they are met. */
interface WordIds {
  /** Number of the word at [start, end) of `text`. */
  idOf(text: string, start: number, end: number): number;
  /** How many words there are. */
  size(): number;
  /** Memory that the table takes. */
  bytes(): number;
}

/**
 * An empty table of words. A hash table over one array of UTF-16 units, not a Map of strings: a slice of a
 * document as key would keep the whole document in memory.
 */
function createWordIds(): WordIds {
  let units = new Uint16Array(1 << 16);
  let ends = new Int32Array(1 << 12);
  let hashes = new Int32Array(1 << 12);
  /** Number of the word + 1 in each slot; 0 where free. */
  let slots = new Int32Array(1 << 13);
  let size = 0;

  const startOf = (id: number): number => (id === 0 ? 0 : ends[id - 1]!);
  const isWord = (id: number, text: string, start: number, end: number): boolean => {
    const from = startOf(id);
    if (ends[id]! - from !== end - start) return false;
    for (let i = start; i < end; i++) if (units[from + i - start] !== text.charCodeAt(i)) return false;
    return true;
  };
  const add = (text: string, start: number, end: number, hash: number): number => {
    const from = startOf(size);
    const after = from + end - start;
    if (after > units.length) units = grow(units, new Uint16Array(2 * after));
    if (size === ends.length) {
      ends = grow(ends, new Int32Array(2 * size));
      hashes = grow(hashes, new Int32Array(2 * size));
    }
    for (let i = start; i < end; i++) units[from + i - start] = text.charCodeAt(i);
    ends[size] = after;
    hashes[size] = hash;
    size++;
    if (2 * size > slots.length) slots = rehash(hashes, size, 2 * slots.length);
    else slots[freeSlot(slots, hash)] = size;
    return size - 1;
  };

  return {
    idOf(text, start, end) {
      const hash = hashUnits(text, start, end);
      const mask = slots.length - 1;
      for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const id = slots[slot]! - 1;
        if (hashes[id] === hash && isWord(id, text, start, end)) return id;
      }
      return add(text, start, end, hash);
    },
    size: () => size,
    bytes: () => units.byteLength + ends.byteLength + hashes.byteLength + slots.byteLength,
  };
}

function freeSlot(slots: Int32Array, hash: number): number {
  const mask = slots.length - 1;
  let slot = hash & mask;
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  return slot;
}

function rehash(hashes: Int32Array, size: number, length: number): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(length);
  for (let id = 0; id < size; id++) slots[freeSlot(slots, hashes[id]!)] = id + 1;
  return slots;
}

function grow<Values extends Int32Array | Uint16Array>(values: Values, larger: Values): Values {
  larger.set(values);
  return larger;
}

/** FNV-1a over the units, with the high bits folded into the low ones that choose the slot. */
function hashUnits(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}
