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

/** Puts every LMS position at the end of the bucket of its symbol and returns how many there are. */
export function placeLms(text: Symbols, order: Int32Array, pointers: Int32Array): number {
  let count = 0;
  for (let p = previousLms(text, text.length); p >= 0; p = previousLms(text, p)) {
    const slot = pointers[text[p]!]! - 1;
    pointers[text[p]!] = slot;
    order[slot] = p;
    count++;
  }
  return count;
}

/** Moves the `count` positions marked ~p to the front of `order`, keeping their order; the rest becomes 0. */
export function gatherLms(order: Int32Array, count: number): void {
  let write = 0;
  for (let i = 0; write < count; i++) {
    const marked = order[i]!;
    if (marked < 0) order[write++] = ~marked;
  }
  order.fill(0, count);
}

/**
 * Replaces every LMS substring by its rank among the different ones and writes the ranks, in the order of the
 * text, to the last `count` slots of `order`.
 * @param order the sorted LMS positions in the first `count` slots, 0 elsewhere
 * @returns the number of different LMS substrings
 */
export function nameLmsSubstrings(text: Symbols, order: Int32Array, count: number): number {
  // LMS positions are at least two apart, so position >> 1 tells them apart.
  let next = -1;
  for (let p = previousLms(text, text.length); p >= 0; p = previousLms(text, p)) {
    // The last one ends with the end of the text and equals no other: length 0.
    order[count + (p >> 1)] = next < 0 ? 0 : next - p + 1;
    next = p;
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
  }
  let write = order.length;
  for (let i = count + ((order.length - 1) >> 1); i >= count; i--) {
    if (order[i]! > 0) order[--write] = order[i]! - 1;
  }
  return names;
}

/** Turns the order of the ranks, in the first `count` slots, into LMS positions at the ends of their buckets. */
export function placeSortedLms(text: Symbols, order: Int32Array, pointers: Int32Array, count: number): void {
  const sorted = order.subarray(0, count);
  for (let i = count - 1; i >= 0; i--) {
    const p = sorted[i]!;
    order[i] = 0;
    const slot = pointers[text[p]!]! - 1;
    pointers[text[p]!] = slot;
    order[slot] = p;
  }
}

/** Replaces numbers of LMS positions, counted in the order of the text, by the positions. */
export function numbersToPositions(text: Symbols, order: Int32Array, count: number): void {
  let write = order.length;
  for (let p = previousLms(text, text.length); p >= 0; p = previousLms(text, p)) order[--write] = p;
  for (let i = 0; i < count; i++) order[i] = order[write + order[i]!]!;
  order.fill(0, count);
}

function startsAlike(text: Symbols, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (text[a + i] !== text[b + i]) return false;
  return true;
}
