import { LetheError } from '@lethe/contracts';
import { INSIDE, type ReversibleTokenizer, type TokenSource } from './token-source.js';

/** Larger than any vocabulary in use; the suffix array takes 4 bytes for each possible id. */
const HIGHEST_ID = 2 ** 24;

/**
 * Tokens of a tokenizer. Errors: {@link LetheError} when ids are not token ids or decoding does not restore the text.
 */
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
    alphabet: () => alphabet,
    ownBytes: () => 0,
    offsets(text) {
      const cuts = cutsBetweenTokens(text, tokenizer);
      return { starts: cuts.subarray(0, -1), ends: cuts.subarray(1) };
    },
  };
}

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
    // Part of a character decodes to U+FFFD, and the tokens with its rest are taken along. A U+FFFD that the text
    // itself holds looks the same, so none is taken for an end.
    while (after < ids.length && (piece.endsWith('\ufffd') || !isWhole(seen, offset, piece))) {
      if (!seen.startsWith(piece.replace(/\ufffd+$/, ''), offset)) throw notReversible(text, offset, piece);
      piece = tokenizer.decode(ids.slice(first, ++after));
    }
    if (!isWhole(seen, offset, piece)) throw notReversible(text, offset, piece);
    offset += piece.length;
    cuts[after] = offset;
    first = after;
  }
  if (offset !== text.length) throw notReversible(text, offset, '');
  return cuts;
}

/** Whether `piece` is text from `offset` on and ends between two characters. */
function isWhole(text: string, offset: number, piece: string): boolean {
  if (piece === '' || !text.startsWith(piece, offset)) return false;
  const end = offset + piece.length;
  return !(isHigh(text.charCodeAt(end - 1)) && isLow(text.charCodeAt(end)));
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

function notAnId(id: number): LetheError {
  return new LetheError({
    what: 'the tokenizer returned a number that is not a token id',
    where: 'unit',
    expected: `whole numbers from 0 to ${HIGHEST_ID - 1}`,
    found: String(id),
  });
}

function notReversible(text: string, offset: number, piece: string): LetheError {
  return new LetheError({
    what: 'decoding does not restore the text, so its tokens cannot be located in it',
    where: 'unit',
    expected: JSON.stringify(text.slice(offset, offset + 20)),
    found: JSON.stringify(piece),
    next: "take a tokenizer that neither normalizes, nor adds special tokens, nor keeps bytes from one decode to the next; or 'words' or 'bytes'",
  });
}
