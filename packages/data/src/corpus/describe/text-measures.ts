import type { Tokenizer } from '@lethe/tokenizers';
import { type Range, rangeOf } from '../statistics/quantiles.js';

/** Lengths of some texts. */
export interface TextLengths {
  texts: number;
  /** Runs of characters other than white space. */
  words: Range;
  /** Unicode code points. */
  characters: Range;
  /** Only with a tokenizer. */
  tokens?: Range;
}

/** Measures texts, with a tokenizer in tokens too. */
export function lengthsOf(texts: readonly string[], tokenizer?: Tokenizer): TextLengths {
  return {
    texts: texts.length,
    words: rangeOf(texts.map(countWords)),
    characters: rangeOf(texts.map(countCharacters)),
    ...(tokenizer && { tokens: rangeOf(texts.map((text) => tokenizer.encode(text).length)) }),
  };
}

/** Words between white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** Unicode code points. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Jaccard similarity of the sets of words of two texts; case and punctuation do not count. */
export function wordJaccard(a: string, b: string): number {
  const [left, right] = [wordSet(a), wordSet(b)];
  let common = 0;
  for (const word of left) if (right.has(word)) common++;
  const union = left.size + right.size - common;
  return union === 0 ? 1 : common / union;
}

function wordSet(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []);
}
