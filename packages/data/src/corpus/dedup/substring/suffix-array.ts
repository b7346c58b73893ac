import {
  gatherLms,
  induceFromLeft,
  induceFromRight,
  induceLmsFromLeft,
  induceLmsFromRight,
  nameLmsSubstrings,
  numbersToPositions,
  placeLastSuffix,
  placeLms,
  placeSortedLms,
  pointToBucketEnds,
  pointToBucketStarts,
  type Symbols,
} from './induced-sorting.js';

/** Slots scanned between two pauses: some milliseconds of work. */
const SLICE = 1 << 20;

/**
 * The suffix array of a text: start positions of all suffixes, Int32Array [length], in lexicographic order, a
 * prefix before what it begins. Linear time (SA-IS: Nong, Zhang, Chan, DCC 2009); beside the result it takes
 * 4 bytes per symbol of the alphabet and at most 2 per symbol of the text.
 * @param text symbols from 0 to `alphabet` - 1, at most 2^31 - 2 of them
 */
export function suffixArray(text: Symbols, alphabet: number): Int32Array {
  const order = new Int32Array(text.length);
  for (const _ of sortSuffixes(text, order, alphabet));
  return order;
}

/** Writes the suffix array of `text` to `order` step by step; each step yields the slots that it went over. */
export function* sortSuffixes(text: Symbols, order: Int32Array, alphabet: number): Generator<number, void> {
  if (text.length < 2) order.fill(0);
  else yield* sortInto(text, order, new Int32Array(alphabet));
}

function* sortInto(text: Symbols, order: Int32Array, pointers: Int32Array): Generator<number, void> {
  order.fill(0);
  pointToBucketEnds(text, pointers);
  const count = yield* placeLms(text, order, pointers);
  // One LMS suffix is sorted by itself.
  if (count > 1) {
    pointToBucketStarts(text, pointers);
    placeLastSuffix(text, order, pointers);
    yield* scan(induceLmsFromLeft, text, order, pointers, 1);
    pointToBucketEnds(text, pointers);
    yield* scan(induceLmsFromRight, text, order, pointers, -1);
    yield* gatherLms(order, count);
    const names = yield* nameLmsSubstrings(text, order, count);
    if (names < count) {
      yield* sortRanks(order, count, names);
      yield* numbersToPositions(text, order, count);
    } else order.fill(0, count);
    pointToBucketEnds(text, pointers);
    yield* placeSortedLms(text, order, pointers, count);
  }
  pointToBucketStarts(text, pointers);
  placeLastSuffix(text, order, pointers);
  yield* scan(induceFromLeft, text, order, pointers, 1);
  pointToBucketEnds(text, pointers);
  yield* scan(induceFromRight, text, order, pointers, -1);
}

/** Sorts the text of ranks that stands in the last `count` slots of `order` into the first `count`. */
function* sortRanks(order: Int32Array, count: number, names: number): Generator<number, void> {
  const free = order.length - 2 * count;
  const pointers = names <= free ? order.subarray(count, count + names) : new Int32Array(names);
  yield* sortInto(order.subarray(order.length - count), order.subarray(0, count), pointers);
}

function* scan(
  pass: typeof induceFromLeft,
  text: Symbols,
  order: Int32Array,
  pointers: Int32Array,
  direction: 1 | -1,
): Generator<number, void> {
  const { length } = order;
  for (let done = 0; done < length; done += SLICE) {
    const size = Math.min(SLICE, length - done);
    if (direction === 1) pass(text, order, pointers, done, done + size);
    else pass(text, order, pointers, length - done - size, length - done);
    yield size;
  }
}
