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
export type TokenKind = 'words' | 'bytes' | ReversibleTokenizer;

/** Turns texts into tokens and spans of tokens into spans of text. */
export interface TokenSource {
  /** Bytes that a token takes while it is stored: 1 or 4. */
  readonly tokenBytes: 1 | 4;
  /** Tokens of a text; valid until the next call. */
  encode(text: string): Symbols;
  /** Number of tokens of a text. */
  count(text: string): number;
  /** All tokens so far are below this. */
  alphabet(): number;
  /** Bytes that the source itself takes, such as its table of words. */
  ownBytes(): number;
  /**
   * UTF-16 spans, flattened, of token spans that are sorted and do not touch. A span that begins or ends inside
   * a character is narrowed to whole characters.
   */
  toTextSpans(text: string, tokenSpans: readonly number[]): number[];
}

/** The source of a kind of tokens. */
export function createTokenSource(kind: TokenKind): TokenSource {
  if (kind === 'words') return createWordSource();
  if (kind === 'bytes') return createByteSource();
  if (typeof kind?.encode === 'function' && typeof kind.decode === 'function')
    return createTokenizerSource(kind);
  throw new LetheError({
    what: 'this is no kind of token',
    where: 'tokens',
    expected: "'words', 'bytes' or a tokenizer with encode and decode",
    found: JSON.stringify(kind) ?? String(kind),
  });
}
