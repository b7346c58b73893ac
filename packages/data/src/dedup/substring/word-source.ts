import type { TokenSource } from './token-source.js';
import { endOfWord, skipWhiteSpace } from './word-boundaries.js';
import { createWordIds } from './word-ids.js';

/** Tokens that are words and single characters; see {@link TokenKind}. */
export function createWordSource(): TokenSource {
  const words = createWordIds();
  let ids = new Int32Array(1024);
  return {
    tokenBytes: 4,
    encode(text) {
      if (ids.length < text.length) ids = new Int32Array(2 * text.length);
      let count = 0;
      for (let start = skipWhiteSpace(text, 0); start < text.length; ) {
        const end = endOfWord(text, start);
        ids[count++] = words.idOf(text, start, end);
        start = skipWhiteSpace(text, end);
      }
      return ids.subarray(0, count);
    },
    count(text) {
      let count = 0;
      for (let start = skipWhiteSpace(text, 0); start < text.length; count++) {
        start = skipWhiteSpace(text, endOfWord(text, start));
      }
      return count;
    },
    alphabet: () => words.size(),
    ownBytes: () => words.bytes(),
    toTextSpans,
  };
}

function toTextSpans(text: string, wordSpans: readonly number[]): number[] {
  const spans: number[] = [];
  let start = skipWhiteSpace(text, 0);
  let word = 0;
  for (let i = 0; i < wordSpans.length; i += 2) {
    for (; word < wordSpans[i]!; word++) start = skipWhiteSpace(text, endOfWord(text, start));
    const from = start;
    let end = start;
    for (; word < wordSpans[i + 1]!; word++) {
      end = endOfWord(text, start);
      start = skipWhiteSpace(text, end);
    }
    // White space after the span goes with it, unless it is all that parts the words on both sides.
    const isParted = from === 0 || skipWhiteSpace(text, from - 1) === from;
    spans.push(from, isParted ? start : end);
  }
  return spans;
}
