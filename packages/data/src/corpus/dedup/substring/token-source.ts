import type { Symbols } from './induced-sorting.js';

/**
 * What a token is.
 * - `words`: a run of letters, marks and digits, or any other visible character; every character of a script
 *   written without spaces (Han, kana, Thai, Lao, Khmer, Myanmar) and every one outside Unicode's first plane
 *   is a separate token. White space separates tokens and is not compared.
 * - `bytes`: a byte of UTF-8; white space counts.
 * - a tokenizer: its tokens.
 */
export type TokenUnit = 'words' | 'bytes' | ReversibleTokenizer;

/** A tokenizer whose tokens decode to the text that they encode, such as {@link Tokenizer}. */
export interface ReversibleTokenizer {
  encode(text: string): Int32Array | readonly number[];
  /** Text of some tokens; part of a character becomes U+FFFD, whatever was decoded before. */
  decode(ids: number[]): string;
}

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
