import { LetheError } from '@lethe/contracts';
import { createByteSource } from './byte-source.js';
import type { Symbols } from './induce-order.js';
import { createTokenizerSource, type ReversibleTokenizer } from './tokenizer-source.js';
import { createWordSource } from './word-source.js';

/**
 * What a token is.
 * - `words`: a run of letters, marks and digits, or any other visible character; every character of a script
 *   written without spaces (Han, kana, Thai, Lao, Khmer, Myanmar) and every one outside Unicode's first plane
 *   is a token of its own. White space separates tokens and is not compared.
 * - `bytes`: a byte of UTF-8; white space counts.
 * - a tokenizer: its tokens.
 */
export type TokenUnit = 'words' | 'bytes' | ReversibleTokenizer;

/** Where the tokens of a text lie, in UTF-16 units; {@link INSIDE} where a token begins or ends in a character. */
export interface TokenOffsets {
  /** Int32Array [tokens] */
  starts: Int32Array;
  /** Int32Array [tokens]; below the next start where something lies between that is no token. */
  ends: Int32Array;
}

/** Stands for an offset inside a character. */
export const INSIDE = -1;

/** Turns texts into tokens and tokens into places in the text. */
export interface TokenSource {
  /** Bytes that a token takes while it is stored: 1 or 4. */
  readonly tokenBytes: 1 | 4;
  /** Tokens of a text; valid until the next call. */
  encode(text: string): Symbols;
  /** All tokens so far are below this. */
  alphabet(): number;
  /** Bytes that the source itself takes, such as its table of words. */
  ownBytes(): number;
  /** Places of the tokens of a text; valid until the next call. */
  offsets(text: string): TokenOffsets;
}

/**
 * The source of a unit.
 * @throws LetheError where it is none
 */
export function createTokenSource(unit: TokenUnit): TokenSource {
  if (unit === 'words') return createWordSource();
  if (unit === 'bytes') return createByteSource();
  if (typeof unit?.encode === 'function' && typeof unit.decode === 'function')
    return createTokenizerSource(unit);
  throw new LetheError({
    what: 'this is no unit of text',
    where: 'unit',
    expected: "'words', 'bytes' or a tokenizer with encode and decode",
    found: JSON.stringify(unit) ?? String(unit),
  });
}
