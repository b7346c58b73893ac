import { LetheError, parseJsonText, writeFileWhole } from '@lethe/contracts';
import { toCharacters } from './byte-alphabet.js';
import { addedTokens, type ByteBpe } from './byte-bpe.js';
import { readByteBpe } from './read-byte-bpe.js';
import { wordRules } from './word-rules.js';

/** Brackets, braces, commas and colons of a `tokenizer.json`: that of Gemma 3, with 262,144 tokens, has 2.6 million. */
export const MAX_TOKENIZER_STRUCTURE = 8_000_000;

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
 * @throws LetheError when it is not JSON, is nested too deeply or has more than some 3 million entries
 */
export function parseTokenizerJson(json: string, where: string): unknown {
  const problem = {
    what: 'this tokenizer is not JSON',
    expected: "a tokenizer.json as Hugging Face's libraries write it",
  };
  return parseJsonText(json, where, problem, MAX_TOKENIZER_STRUCTURE);
}

/**
 * Writes a byte-level BPE as `tokenizer.json`; the file appears under its name when it is whole, and replaces another.
 * @throws LetheError when it cannot be written
 */
export function saveTokenizer(bpe: ByteBpe, path: string): void {
  try {
    writeFileWhole(path, toTokenizerJson(bpe));
  } catch (error) {
    throw new LetheError(
      {
        what: 'the tokenizer cannot be written',
        where: path,
        found: (error as Error).message,
        next: 'name a file in a directory that exists',
      },
      { cause: error },
    );
  }
}
