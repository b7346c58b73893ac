import type { Symbols } from './induce-order.js';
import { measureCommonPrefixes } from './longest-common-prefix.js';

const SLICE = 1 << 20;

/**
 * Writes to `classes` a number for every position: equal for two positions where the same `minTokens` tokens
 * begin, -1 where they begin nowhere else. Numbers are below the length of the text. Documents play no part: a
 * caller passes over positions with fewer than `minTokens` tokens left in their document.
 */
export function* classifyRepeats(
  text: Symbols,
  order: Int32Array,
  minTokens: number,
  classes: Int32Array,
): Generator<number, void> {
  // The common prefixes are read once, in the order of the suffix array, so classes can take their place.
  yield* measureCommonPrefixes(text, order, classes);
  const { length } = text;
  for (let first = 0; first < length; ) {
    const from = first;
    while (first < length && first - from < SLICE) {
      let after = first + 1;
      while (after < length && classes[order[after]!]! >= minTokens) after++;
      const number = after - first > 1 ? first : -1;
      for (let rank = first; rank < after; rank++) classes[order[rank]!] = number;
      first = after;
    }
    yield first - from;
  }
}
