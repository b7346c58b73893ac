/**
 * The passes of induced sorting (Nong, Zhang, Chan, DCC 2009, algorithm SA-IS) over one array of positions.
 *
 * A suffix is of type L when it is greater than the suffix that begins one symbol later, else of type S; the
 * last suffix is L. An LMS position is an S whose predecessor is L. In `order` a position j > 0 waits to induce
 * j - 1 in the current scan and ~j waits for the scan in the other direction (both signs after the idea of
 * sais-lite, Mori 2008), so the types need no extra array. Every scan takes a range of `order`, so that
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

/**
 * The last LMS position before `position`, or -1 where there is none.
 * @param position an LMS position, or the length of the text to begin with
 */
function previousLms(text: Symbols, position: number): number {
  let i = Math.min(position - 1, text.length - 2);
  while (i >= 0 && text[i]! >= text[i + 1]!) i--;
  while (i >= 0 && text[i]! <= text[i + 1]!) i--;
  return i < 0 ? -1 : i + 1;
}

/** LMS positions gone over between two yields. */
const SLICE = 1 << 18;

/** Puts every LMS position at the end of the bucket of its symbol and returns how many there are. */
export function* placeLms(text: Symbols, order: Int32Array, pointers: Int32Array): Generator<number, number> {
  let count = 0;
  for (let p = previousLms(text, text.length); p >= 0; p = previousLms(text, p)) {
    const slot = pointers[text[p]!]! - 1;
    pointers[text[p]!] = slot;
    order[slot] = p;
    if (++count % SLICE === 0) yield SLICE;
  }
  return count;
}

/** Moves the `count` positions marked ~p to the front of `order`, keeping their order; the rest becomes 0. */
export function* gatherLms(order: Int32Array, count: number): Generator<number, void> {
  let write = 0;
  for (let i = 0; write < count; i++) {
    const marked = order[i]!;
    if (marked >= 0) continue;
    order[write++] = ~marked;
    if (write % SLICE === 0) yield SLICE;
  }
  order.fill(0, count);
}

/**
 * Replaces every LMS substring by its rank among the different ones and writes the ranks, in the order of the
 * text, to the last `count` slots of `order`.
 * @param order the sorted LMS positions in the first `count` slots, 0 elsewhere
 * @returns the number of different LMS substrings
 */
export function* nameLmsSubstrings(
  text: Symbols,
  order: Int32Array,
  count: number,
): Generator<number, number> {
  // LMS positions are at least two apart, so position >> 1 tells them apart.
  let next = -1;
  let done = 0;
  for (let p = previousLms(text, text.length); p >= 0; p = previousLms(text, p)) {
    // The last one ends with the end of the text and equals no other: length 0.
    order[count + (p >> 1)] = next < 0 ? 0 : next - p + 1;
    next = p;
    if (++done % SLICE === 0) yield SLICE;
  }
  let names = 0;
  let before = -1;
  let lengthBefore = -1;
  for (let i = 0; i < count; i++) {
    const p = order[i]!;
    const length = order[count + (p >> 1)]!;
    if (length !== lengthBefore || !startsAlike(text, p, before, length)) names++;
    before = p;
    lengthBefore = length;
    order[count + (p >> 1)] = names;
    if (i % SLICE === 0) yield SLICE;
  }
  let write = order.length;
  for (let i = count + ((order.length - 1) >> 1); i >= count; i--) {
    if (order[i]! > 0) order[--write] = order[i]! - 1;
    if (i % SLICE === 0) yield SLICE;
  }
  return names;
}

/** Turns the order of the ranks, in the first `count` slots, into LMS positions at the ends of their buckets. */
export function* placeSortedLms(
  text: Symbols,
  order: Int32Array,
  pointers: Int32Array,
  count: number,
): Generator<number, void> {
  for (let i = count - 1; i >= 0; i--) {
    const p = order[i]!;
    order[i] = 0;
    const slot = pointers[text[p]!]! - 1;
    pointers[text[p]!] = slot;
    order[slot] = p;
    if (i % SLICE === 0) yield SLICE;
  }
}

/** Replaces numbers of LMS positions, counted in the order of the text, by the positions. */
export function* numbersToPositions(
  text: Symbols,
  order: Int32Array,
  count: number,
): Generator<number, void> {
  let write = order.length;
  for (let p = previousLms(text, text.length); p >= 0; p = previousLms(text, p)) {
    order[--write] = p;
    if (write % SLICE === 0) yield SLICE;
  }
  for (let i = 0; i < count; i++) {
    order[i] = order[write + order[i]!]!;
    if (i % SLICE === 0) yield SLICE;
  }
  order.fill(0, count);
}

function startsAlike(text: Symbols, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (text[a + i] !== text[b + i]) return false;
  return true;
}
