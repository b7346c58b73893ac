import { endOfWord, skipWhiteSpace } from '../../../text/word-boundaries.js';
import type { TokenSource } from './token-source.js';
import { createWordIds } from './word-ids.js';

/** Tokens that are words and single characters; see {@link TokenUnit}. */
export function createWordSource(): TokenSource {
  const words = createWordIds();
  let ids = new Int32Array(1024);
  let starts = new Int32Array(1024);
  let ends = new Int32Array(1024);
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
    alphabet: () => words.size(),
    ownBytes: () => words.bytes() + ids.byteLength,
    offsets(text) {
      if (starts.length < text.length) {
        starts = new Int32Array(2 * text.length);
        ends = new Int32Array(2 * text.length);
      }
      let count = 0;
      for (let start = skipWhiteSpace(text, 0); start < text.length; count++) {
        starts[count] = start;
        ends[count] = endOfWord(text, start);
        start = skipWhiteSpace(text, ends[count]!);
      }
      return { starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
    },
  };
}
