import { LetheError } from '@lethe/contracts';
import type { TokenSource } from './token-source.js';

/** A tokenizer that gives back the text that it was given, such as {@link Tokenizer} or one of GPT-2. */
export interface ReversibleTokenizer {
  encode(text: string): Int32Array | readonly number[];
  decode(ids: number[]): string;
}

/** Larger than any vocabulary in use; the suffix array takes 4 bytes for each possible id. */
const HIGHEST_ID = 2 ** 24;

/** Tokens of a tokenizer. Errors: {@link LetheError} where ids are no vocabulary or the text does not come back. */
export function createTokenizerSource(tokenizer: ReversibleTokenizer): TokenSource {
  let alphabet = 1;
  return {
    tokenBytes: 4,
    encode(text) {
      const ids = tokenizer.encode(text);
      for (let i = 0; i < ids.length; i++) {
        const id = ids[i]!;
        if (!(id >= 0 && id < HIGHEST_ID && Number.isInteger(id))) throw notAnId(id);
        if (id >= alphabet) alphabet = id + 1;
      }
      return ids instanceof Int32Array ? ids : Int32Array.from(ids);
    },
    count: (text) => tokenizer.encode(text).length,
    alphabet: () => alphabet,
    ownBytes: () => 0,
    toTextSpans(text, tokenSpans) {
      const cuts = cutsBetweenTokens(text, tokenizer);
      const spans: number[] = [];
      for (let i = 0; i < tokenSpans.length; i += 2) {
        let first = tokenSpans[i]!;
        while (cuts[first] === INSIDE) first++;
        let last = tokenSpans[i + 1]!;
        while (cuts[last] === INSIDE) last--;
        if (last > first) spans.push(cuts[first]!, cuts[last]!);
      }
      return spans;
    },
  };
}

/** Marks a cut between tokens that lies inside a character. */
const INSIDE = -1;

/** UTF-16 offset of the cut before each token and after the last, Int32Array [tokens + 1]; or INSIDE. */
function cutsBetweenTokens(text: string, tokenizer: ReversibleTokenizer): Int32Array {
  // What tokenizers see of a surrogate without its partner is U+FFFD, one unit too.
  const seen = Buffer.from(text, 'utf8').toString('utf8');
  const ids = Array.from(tokenizer.encode(text));
  const cuts = new Int32Array(ids.length + 1).fill(INSIDE);
  let offset = 0;
  cuts[0] = 0;
  for (let first = 0; first < ids.length; ) {
    let after = first + 1;
    let piece = tokenizer.decode(ids.slice(first, after));
    // A token that ends inside a character decodes to U+FFFD, and takes the rest of the character to itself.
    while (after < ids.length && !isWhole(seen, offset, piece)) {
      // A character has at most four bytes, so a longer piece will never be text.
      if (after - first > 4) throw notReversible(text, offset, piece);
      piece = tokenizer.decode(ids.slice(first, ++after));
    }
    while (after < ids.length && piece.endsWith('\ufffd')) {
      const longer = tokenizer.decode(ids.slice(first, after + 1));
      if (longer !== piece) break;
      after++;
    }
    if (!isWhole(seen, offset, piece)) throw notReversible(text, offset, piece);
    offset += piece.length;
    cuts[after] = offset;
    first = after;
  }
  if (offset !== text.length) throw notReversible(text, offset, '');
  return cuts;
}

/** Whether `piece` is the text from `offset` on and ends between two characters. */
function isWhole(text: string, offset: number, piece: string): boolean {
  if (!text.startsWith(piece, offset)) return false;
  const end = offset + piece.length;
  return end === 0 || !(isHigh(text.charCodeAt(end - 1)) && isLow(text.charCodeAt(end)));
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

function notAnId(id: number): LetheError {
  return new LetheError({
    what: 'the tokenizer gave a number that is no token id',
    where: 'tokens',
    expected: `whole numbers from 0 to ${HIGHEST_ID - 1}`,
    found: String(id),
  });
}

function notReversible(text: string, offset: number, piece: string): LetheError {
  return new LetheError({
    what: 'the tokenizer does not give a text back, so its tokens cannot be found in it',
    where: 'tokens',
    expected: JSON.stringify(text.slice(offset, offset + 20)),
    found: JSON.stringify(piece),
    next: "take a tokenizer that neither normalizes nor adds special tokens, or 'words' or 'bytes'",
  });
}
