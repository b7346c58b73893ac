import { LetheError } from '@lethe/contracts';
import type { AddedToken } from './added-tokens.js';
import { byteOfId, toCharacters } from './byte-alphabet.js';
import { readByteBpe } from './read-byte-bpe.js';
import { type WordRule, wordRules } from './word-rules.js';

/** Marks the end of every document, as in GPT-2. */
export const END_OF_TEXT = '<|endoftext|>';

/** A byte-level BPE. */
export interface ByteBpe {
  /** Bytes of every token by id; none where an id belongs to an added token or to nothing. */
  tokens: Uint8Array[];
  /** Pairs of ids in the order in which they merge. */
  merges: [number, number][];
  /** How words are cut; as GPT-2 does where absent. */
  words?: WordRule;
  /** Whether a word that is a token is not split, whatever its merges; false where absent. */
  ignoreMerges?: boolean;
  /** What is done to texts first; nothing where absent. */
  normalization?: 'NFC' | null;
  /** Tokens that are found as they stand; the end-of-text token alone, after all others, where absent. */
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

/** The tokenizer as Hugging Face's `tokenizer.json`, which their JavaScript, Python and Rust libraries read. */
export function toTokenizerJson(bpe: ByteBpe): string {
  const { tokens, merges, words = 'gpt2', ignoreMerges = false, normalization } = bpe;
  const names = tokens.map(toCharacters);
  const added = addedTokens(bpe);
  const contentOf = new Map(added.map(({ id, content }) => [id, content]));
  const size = Math.max(tokens.length, ...added.map(({ id }) => id + 1));
  const ids = Array.from({ length: size }, (_, id) => id);
  const vocab = Object.fromEntries(
    ids.flatMap((id): [string, number][] => {
      const name = contentOf.get(id) ?? names[id];
      return name ? [[name, id]] : [];
    }),
  );
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true };
  const { regex } = wordRules[words];
  const split = { type: 'Split', pattern: { Regex: regex }, behavior: 'Isolated', invert: false };
  const file = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added
      .toSorted((a, b) => a.id - b.id)
      .map(({ id, content, special, normalized }) => ({
        id,
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized,
        special,
      })),
    normalizer: normalization ? { type: normalization } : null,
    pre_tokenizer:
      regex === undefined
        ? { ...byteLevel, use_regex: true }
        : { type: 'Sequence', pretokenizers: [split, { ...byteLevel, use_regex: false }] },
    post_processor: null,
    decoder: { ...byteLevel, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: ignoreMerges,
      vocab,
      merges: merges.map(([left, right]) => `${names[left]} ${names[right]}`),
    },
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/**
 * Reads a `tokenizer.json` with a byte-level BPE whose words are cut as GPT-2, Llama 3 or Qwen 2 do.
 * @throws LetheError when it is another kind of tokenizer, or its vocabulary and merges contradict each other
 */
export function fromTokenizerJson(json: string, where: string): ByteBpe {
  const read = readByteBpe(parseTokenizerJson(json, where), where);
  if (!('otherKind' in read)) return read;
  throw new LetheError({
    what: "this is not a byte-level BPE that Lethe's own encoder follows",
    where,
    expected: 'tokenizer.json with model BPE and pre-tokenizer ByteLevel',
    found: read.otherKind,
    next: 'load it with loadTokenizer, which takes every kind',
  });
}

/**
 * The value of a `tokenizer.json`.
 * @throws LetheError when it is not JSON
 */
export function parseTokenizerJson(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new LetheError({
      what: 'this tokenizer is not JSON',
      where,
      expected: "a tokenizer.json as Hugging Face's libraries write it",
      found: (error as Error).message,
    });
  }
}
