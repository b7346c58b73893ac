import { createTokenSource } from './create-token-source.js';
import { documentAt } from './find-removals.js';
import { longestCommonPrefix, maximalRepeats, type RepeatRanges } from './maximal-repeats.js';
import { textSpan } from './substring-dedup.js';
import { requireWhole } from './substring-options.js';
import { suffixArray } from './suffix-array.js';
import type { TokenSource, TokenUnit } from './token-source.js';

/** Which repeats to list. */
export interface RepeatOptions {
  /** What a token is; default `words`. */
  unit?: TokenUnit;
  /** Fewest tokens of a repeat; default 50. */
  minLength?: number;
  /** Fewest occurrences, 2 (default) or more. */
  minCount?: number;
  /** How many are listed, default 100. */
  limit?: number;
}

/** Where a repeat occurs. */
export interface Occurrence {
  /** Index of the text. */
  text: number;
  /** First UTF-16 unit. */
  start: number;
  /** UTF-16 unit after the last. */
  end: number;
}

/** A maximal repeat. */
export interface Repeat {
  /** As it stands at its first occurrence; `words` may stand with other white space elsewhere. */
  text: string;
  /** Length in tokens. */
  tokens: number;
  /** All of them, by text and start. */
  occurrences: Occurrence[];
}

/**
 * Lists the maximal repeats of some texts: strings of tokens that occur twice or more and cannot be made longer
 * without losing an occurrence. None crosses from one text into the next. Those with the most tokens in all
 * copies but one come first, then the longer, then the earlier.
 *
 * Takes 12 bytes for each token and some 30 for each repeat, and does not return before it is done.
 * @returns the first `limit` of them, and how many there are
 * @throws LetheError when an option is out of range
 */
export function findRepeats(
  texts: readonly string[],
  { unit = 'words', minLength = 50, minCount = 2, limit = 100 }: RepeatOptions = {},
): { repeats: Repeat[]; found: number } {
  requireWhole('minLength', minLength, 1, 2 ** 31 - 1);
  requireWhole('minCount', minCount, 2, 2 ** 31 - 1);
  requireWhole('limit', limit, 0, 2 ** 31 - 1);
  const source = createTokenSource(unit);
  const { symbols, starts, alphabet } = joinTexts(texts, source);
  const order = suffixArray(symbols, alphabet);
  const ranges = maximalRepeats(symbols, order, longestCommonPrefix(symbols, order), minLength);

  const frequent = [...ranges.counts.keys()].filter((i) => ranges.counts[i]! >= minCount);
  const positionsOf = (i: number): Int32Array =>
    order.slice(ranges.firsts[i]!, ranges.firsts[i]! + ranges.counts[i]!).sort();
  const listed = frequent.sort(compareBySavings(ranges, order)).slice(0, limit);
  const occurrences = locate(
    listed.map((i) => ({ tokens: ranges.lengths[i]!, positions: positionsOf(i) })),
    texts,
    starts,
    source,
  );
  const repeats = listed.map((i, n) => {
    const [first] = occurrences[n]!;
    const text = first === undefined ? '' : texts[first.text]!.slice(first.start, first.end);
    return { text, tokens: ranges.lengths[i]!, occurrences: occurrences[n]! };
  });
  return { repeats, found: frequent.length };
}

/** All texts as one, each followed by a unique symbol, so that no repeat spans an end. */
function joinTexts(
  texts: readonly string[],
  source: TokenSource,
): { symbols: Int32Array; starts: number[]; alphabet: number } {
  const ends = texts.length;
  const starts = [0];
  let symbols = new Int32Array(1024);
  let length = 0;
  texts.forEach((text, number) => {
    const tokens = source.encode(text);
    if (length + tokens.length + 1 > symbols.length) {
      const larger = new Int32Array(2 * (length + tokens.length + 1));
      larger.set(symbols);
      symbols = larger;
    }
    for (let i = 0; i < tokens.length; i++) symbols[length + i] = ends + tokens[i]!;
    length += tokens.length;
    symbols[length++] = number;
    starts.push(length);
  });
  return { symbols: symbols.subarray(0, length), starts, alphabet: ends + source.alphabet() };
}

/** Most tokens in all copies but one first. */
function compareBySavings(
  { lengths, firsts, counts }: RepeatRanges,
  order: Int32Array,
): (a: number, b: number) => number {
  const savings = (i: number): number => lengths[i]! * (counts[i]! - 1);
  const earliest = (i: number): number => {
    let position = order[firsts[i]!]!;
    for (let rank = 1; rank < counts[i]!; rank++) position = Math.min(position, order[firsts[i]! + rank]!);
    return position;
  };
  return (a, b) => savings(b) - savings(a) || lengths[b]! - lengths[a]! || earliest(a) - earliest(b);
}

/** Occurrences of each repeat in the texts; the places of the tokens of a text are found once. */
function locate(
  repeats: readonly { tokens: number; positions: Int32Array }[],
  texts: readonly string[],
  starts: readonly number[],
  source: TokenSource,
): Occurrence[][] {
  const wanted = new Map<number, { repeat: number; token: number }[]>();
  repeats.forEach(({ positions }, repeat) => {
    for (const position of positions) {
      const text = documentAt(starts, position);
      const inText = wanted.get(text) ?? [];
      if (inText.length === 0) wanted.set(text, inText);
      inText.push({ repeat, token: position - starts[text]! });
    }
  });
  const found: Occurrence[][] = repeats.map(() => []);
  for (const [text, inText] of [...wanted].sort(([a], [b]) => a - b)) {
    const offsets = source.offsets(texts[text]!);
    for (const { repeat, token } of inText) {
      const span = textSpan(offsets, token, token + repeats[repeat]!.tokens);
      if (span !== undefined) found[repeat]!.push({ text, start: span[0], end: span[1] });
    }
  }
  return found;
}
