/**
 * The passes of induced sorting (Nong, Zhang, Chan, DCC 2009, algorithm SA-IS) over one array of positions.
 *
 * A suffix is of type L when it is greater than the suffix that begins one symbol later, else of type S; the
 * last suffix is L. An LMS position is an S whose predecessor is L. In `order` a position j > 0 waits to induce
 * j - 1 in the present scan and ~j waits for the scan in the other direction (both signs after the idea of
 * sais-lite, Mori 2008), so the types need no array of their own. Every scan takes a range of `order`, so that
 * the caller can pause between ranges.
 */
export type Symbols = Uint8Array | Int32Array;

/** Sets `pointers[symbol]` to the first slot of the bucket of each symbol. */
export function pointToBucketStarts(text: Symbols, pointers: Int32Array): void {
  countSymbols(text, pointers);
  let sum = 0;
  for (let symbol = 0; symbol < pointers.length; symbol++) {
    const count = pointers[symbol]!;
    pointers[symbol] = sum;
    sum += count;
  }
}

/** Sets `pointers[symbol]` to the slot after the bucket of each symbol. */
export function pointToBucketEnds(text: Symbols, pointers: Int32Array): void {
  countSymbols(text, pointers);
  let sum = 0;
  for (let symbol = 0; symbol < pointers.length; symbol++) {
    sum += pointers[symbol]!;
    pointers[symbol] = sum;
  }
}

function countSymbols(text: Symbols, counts: Int32Array): void {
  counts.fill(0);
  for (let i = 0; i < text.length; i++) counts[text[i]!] = counts[text[i]!]! + 1;
}

/** Puts the last suffix, which the empty one induces, at the start of its bucket. */
export function placeLastSuffix(text: Symbols, order: Int32Array, pointers: Int32Array): void {
  const last = text.length - 1;
  const symbol = text[last]!;
  const slot = pointers[symbol]!;
  pointers[symbol] = slot + 1;
  order[slot] = text[last - 1]! < symbol ? ~last : last;
}

/** First scan over LMS positions at the ends of their buckets: leaves the L suffixes that induce an S. */
export function induceLmsFromLeft(
  text: Symbols,
  order: Int32Array,
  pointers: Int32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const j = order[i]!;
    if (j > 0) {
      order[i] = 0;
      const k = j - 1;
      const symbol = text[k]!;
      const slot = pointers[symbol]!;
      pointers[symbol] = slot + 1;
      order[slot] = k > 0 && text[k - 1]! < symbol ? ~k : k;
    } else if (j < 0) order[i] = ~j;
  }
}

/** Second scan: leaves ~p for every LMS position p, in the order of their LMS substrings, and 0 elsewhere. */
export function induceLmsFromRight(
  text: Symbols,
  order: Int32Array,
  pointers: Int32Array,
  from: number,
  to: number,
): void {
  for (let i = to - 1; i >= from; i--) {
    const j = order[i]!;
    if (j > 0) {
      order[i] = 0;
      const k = j - 1;
      const symbol = text[k]!;
      const slot = pointers[symbol]! - 1;
      pointers[symbol] = slot;
      order[slot] = k > 0 && text[k - 1]! > symbol ? ~k : k;
    }
  }
}

/** First scan over sorted LMS suffixes at the ends of their buckets: adds all L suffixes. */
export function induceFromLeft(
  text: Symbols,
  order: Int32Array,
  pointers: Int32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const j = order[i]!;
    order[i] = ~j;
    if (j > 0) {
      const k = j - 1;
      const symbol = text[k]!;
      const slot = pointers[symbol]!;
      pointers[symbol] = slot + 1;
      order[slot] = k > 0 && text[k - 1]! < symbol ? ~k : k;
    }
  }
}

/** Second scan: adds all S suffixes and leaves every position in its place. */
export function induceFromRight(
  text: Symbols,
  order: Int32Array,
  pointers: Int32Array,
  from: number,
  to: number,
): void {
  for (let i = to - 1; i >= from; i--) {
    const j = order[i]!;
    if (j > 0) {
      const k = j - 1;
      const symbol = text[k]!;
      const slot = pointers[symbol]! - 1;
      pointers[symbol] = slot;
      order[slot] = k === 0 || text[k - 1]! > symbol ? ~k : k;
    } else order[i] = ~j;
  }
}
