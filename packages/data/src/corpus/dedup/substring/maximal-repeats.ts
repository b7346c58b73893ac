import type { Symbols } from './induced-sorting.js';

/** Repeats as ranges of the suffix array. */
export interface RepeatRanges {
  /** Symbols that all occurrences share. */
  lengths: number[];
  /** First rank of each. */
  firsts: number[];
  /** How many ranks, so how often it occurs. */
  counts: number[];
}

/** Occurrences that do not all follow the same symbol. */
const DIVERSE = -2;
/** The text has no symbol before its first. */
const BEFORE_TEXT = -1;

/**
 * All maximal repeats of at least `minLength` symbols: strings that occur twice or more, overlapping or not, and
 * of which no longer one, to the left or to the right, occurs as often at the same places. They are the
 * intervals of equal prefixes in the suffix array whose occurrences follow different symbols (Abouelhoda, Kurtz,
 * Ohlebusch 2004, section 4). Linear time; there are fewer than symbols.
 * @param order the suffix array
 * @param shared Int32Array [length] of {@link longestCommonPrefix}, by position
 */
export function maximalRepeats(
  text: Symbols,
  order: Int32Array,
  shared: Int32Array,
  minLength: number,
): RepeatRanges {
  const repeats: RepeatRanges = { lengths: [], firsts: [], counts: [] };
  // The open intervals, one inside the other: shared prefix, first rank, symbol before all occurrences.
  const prefixes = [0];
  const firsts = [0];
  const befores = [DIVERSE];
  let top = 0;

  for (let rank = 1; rank <= order.length; rank++) {
    const prefix = rank < order.length ? shared[order[rank]!]! : 0;
    const position = order[rank - 1]!;
    let before = position === 0 ? BEFORE_TEXT : text[position - 1]!;
    let first = rank - 1;
    while (prefixes[top]! > prefix) {
      if (before !== befores[top]) before = DIVERSE;
      first = firsts[top]!;
      if (before === DIVERSE && prefixes[top]! >= minLength) {
        repeats.lengths.push(prefixes[top]!);
        repeats.firsts.push(first);
        repeats.counts.push(rank - first);
      }
      top--;
    }
    if (prefixes[top]! < prefix) {
      top++;
      prefixes[top] = prefix;
      firsts[top] = first;
      befores[top] = before;
    } else if (before !== befores[top]) befores[top] = DIVERSE;
  }
  return repeats;
}

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
function* measureCommonPrefixes(
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
