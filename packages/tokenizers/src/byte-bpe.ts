import { byteOfId } from './byte-alphabet.js';
import type { WordRule } from './word-rules.js';

/** Marks the end of every document, as in GPT-2. */
export const END_OF_TEXT = '<|endoftext|>';

/** A token that is matched verbatim in a text, before words are cut. */
export interface AddedToken {
  id: number;
  content: string;
  /** Whether decoders may leave it out. */
  special: boolean;
  /** Whether it is matched, itself normalized, in the normalized text instead of in the text. */
  normalized: boolean;
}

/** A byte-level BPE. */
export interface ByteBpe {
  /** Bytes of every token by id; none where an id belongs to an added token or to nothing. */
  tokens: Uint8Array[];
  /** Pairs of ids in the order in which they merge. */
  merges: [number, number][];
  /** How words are cut; as GPT-2 does by default. */
  words?: WordRule;
  /** Whether a word that is a token is not split, whatever its merges; false by default. */
  ignoreMerges?: boolean;
  /** Normalization of texts; none by default. */
  normalization?: 'NFC' | null;
  /** Tokens that are matched verbatim; by default the end-of-text token alone, after all others. */
  added?: AddedToken[];
}

/** Tokens of one byte each, with the ids that GPT-2 gives them. */
export function byteTokens(): ByteBpe {
  return { tokens: Array.from(byteOfId, (byte) => Uint8Array.of(byte)), merges: [] };
}

/** Special tokens with the ids from `first` on. */
export function specialTokens(contents: readonly string[], first: number): AddedToken[] {
  return contents.map((content, i) => ({ id: first + i, content, special: true, normalized: false }));
}

/** The added tokens of a BPE. */
export function addedTokens({ tokens, added }: ByteBpe): AddedToken[] {
  return added ?? specialTokens([END_OF_TEXT], tokens.length);
}
