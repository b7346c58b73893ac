import type { Symbols } from './induce-order.js';

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
