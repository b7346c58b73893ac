import type { Symbols } from './induce-order.js';

const SLICE = 1 << 20;

/**
 * For every position of the text, Int32Array [length], how many symbols the suffix there shares with the one
 * before it in the suffix array; 0 for the first. Linear time over the text order, where neighbours lose at most
 * one symbol (Kärkkäinen, Manzini, Puglisi, CPM 2009; the LCP array of Kasai et al. 2001, permuted).
 */
export function longestCommonPrefix(text: Symbols, order: Int32Array): Int32Array {
  const shared = new Int32Array(text.length);
  for (const _ of measureCommonPrefixes(text, order, shared));
  return shared;
}

/** Writes the same to `shared` step by step; each step yields the positions that it went over. */
export function* measureCommonPrefixes(
  text: Symbols,
  order: Int32Array,
  shared: Int32Array,
): Generator<number, void> {
  const { length } = text;
  for (let from = 0; from < length; from += SLICE) {
    const to = Math.min(from + SLICE, length);
    for (let rank = from; rank < to; rank++) shared[order[rank]!] = rank === 0 ? -1 : order[rank - 1]!;
    yield to - from;
  }
  let prefix = 0;
  for (let from = 0; from < length; from += SLICE) {
    const to = Math.min(from + SLICE, length);
    prefix = extendPrefixes(text, shared, from, to, prefix);
    yield to - from;
  }
}

/** `shared` holds the position that sorts before each, and -1 for the first; it is replaced by the length. */
function extendPrefixes(text: Symbols, shared: Int32Array, from: number, to: number, start: number): number {
  const { length } = text;
  let prefix = start;
  for (let i = from; i < to; i++) {
    const j = shared[i]!;
    if (j < 0) prefix = 0;
    else {
      const limit = length - Math.max(i, j);
      while (prefix < limit && text[i + prefix] === text[j + prefix]) prefix++;
    }
    shared[i] = prefix;
    if (prefix > 0) prefix--;
  }
  return prefix;
}
