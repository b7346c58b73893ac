import type { Symbols } from './induce-order.js';

/**
 * The last LMS position before `position`, or -1 where there is none.
 * @param position an LMS position, or the length of the text to begin with
 */
export function previousLms(text: Symbols, position: number): number {
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
