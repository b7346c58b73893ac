import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';
import { createSectionSplitter } from './added-tokens.js';
import { toCharacters } from './byte-alphabet.js';
import { createWordTokenizer, readWordTokenizerJson } from './create-word-tokenizer.js';
import { findEndOfText, readEndOfText } from './end-of-text.js';
import { createLibraryTokenizer } from './library-tokenizer.js';
import { type Merge, mergeWord } from './merge-word.js';
import { readByteBpe } from './read-byte-bpe.js';
import { addedTokens, type ByteBpe, END_OF_TEXT, parseTokenizerJson } from './tokenizer-file.js';
import { wordRules } from './word-rules.js';

/** Turns text into token ids and back. */
export interface Tokenizer {
  /** Token ids of a text. The end-of-text token comes out only where the text spells it. */
  encode(text: string): Int32Array;
  /** Text of token ids; bytes that are no UTF-8 become U+FFFD. */
  decode(ids: ArrayLike<number>): string;
  /** Number of tokens, the end-of-text token included. */
  readonly vocabSize: number;
  /** Id of the end-of-text token. */
  readonly endOfText: number;
}

/** Words kept with their ids; more are forgotten all at once, which bounds memory on endless vocabularies. */
const CACHED_WORDS = 250_000;

export interface TokenizerOptions {
  /**
   * The end-of-text token. Where absent, "eos_token" of `tokenizer_config.json` beside the file, else the first of
   * `<|endoftext|>`, `<|end_of_text|>`, `</s>`, `<eos>`, `[SEP]` that the tokenizer has.
   */
  endOfText?: string | undefined;
}

/**
 * The tokenizer of any `tokenizer.json`: byte-level BPE that cuts words as GPT-2, Llama 3 or Qwen 2 do by an encoder
 * of our own, word lists of a symbolic world by another, and everything else by `@huggingface/tokenizers`. No special
 * tokens are put around a text.
 * @throws LetheError when the file is absent, cannot be read, or has no such end-of-text token
 */
export function loadTokenizer(path: string, options: TokenizerOptions = {}): Tokenizer {
  let json: string;
  try {
    json = readFileSync(path, 'utf8');
  } catch (error) {
    throw new LetheError(
      {
        what: 'the tokenizer cannot be read',
        where: path,
        found: (error as Error).message,
        next: 'name a tokenizer.json, or run the data stage, which writes one',
      },
      { cause: error },
    );
  }
  return tokenizerOfJson(json, path, { endOfText: options.endOfText ?? readEndOfText(path) });
}

/**
 * The tokenizer of the content of a `tokenizer.json`, as `loadTokenizer` picks it.
 * @throws LetheError when it cannot be read, or has no such end-of-text token
 */
export function tokenizerOfJson(
  json: string,
  where: string,
  { endOfText }: TokenizerOptions = {},
): Tokenizer {
  const value = parseTokenizerJson(json, where);
  const words =
    endOfText === undefined || endOfText === END_OF_TEXT ? readWordTokenizerJson(json, where) : undefined;
  if (words) return createWordTokenizer(words);
  const bpe = readByteBpe(value, where);
  return 'otherKind' in bpe
    ? createLibraryTokenizer(value, endOfText, where)
    : createTokenizer(bpe, { endOfText }, where);
}

/**
 * The encoder and decoder of a byte-level BPE; equal to Hugging Face's on its `tokenizer.json`.
 * @param where names the tokenizer in messages
 * @throws LetheError when it has no such end-of-text token
 */
export function createTokenizer(
  bpe: ByteBpe,
  { endOfText }: TokenizerOptions = {},
  where = 'tokenizer',
): Tokenizer {
  const { tokens, words = 'gpt2', ignoreMerges = false, normalization } = bpe;
  const added = addedTokens(bpe);
  const vocabSize = added.reduce((size, { id }) => Math.max(size, id + 1), tokens.length);
  const idOfContent = new Map(added.map(({ id, content }) => [content, id]));
  const utf8 = new TextEncoder();
  const names = tokens.map(toCharacters);
  const idOfToken = new Map(names.map((name, id) => [name, id]));
  const bytesOf = new Map(added.map(({ id, content }) => [id, utf8.encode(content)]));
  const idOfByte = Int32Array.from(
    { length: 256 },
    (_, byte) => idOfToken.get(toCharacters(Uint8Array.of(byte)))!,
  );
  const mergeOfPair = indexMerges(bpe, names, idOfToken);
  const findMerge = (left: number, right: number): Merge | undefined =>
    mergeOfPair.get(left * tokens.length + right);
  const { split } = wordRules[words];
  const cache = new Map<string, readonly number[]>();

  const encodeWord = (word: string): readonly number[] => {
    const cached = cache.get(word);
    if (cached) return cached;
    const bytes = utf8.encode(word);
    const whole = ignoreMerges ? idOfToken.get(toCharacters(bytes)) : undefined;
    const ids =
      whole === undefined
        ? mergeWord(
            Array.from(bytes, (byte) => idOfByte[byte]!),
            findMerge,
          )
        : [whole];
    if (cache.size >= CACHED_WORDS) cache.clear();
    cache.set(word, ids);
    return ids;
  };

  // Tokens of the normalized text are looked for in what the others leave.
  const normalize = (text: string): string => (normalization ? text.normalize(normalization) : text);
  const splitText = createSectionSplitter(added.filter(({ normalized }) => !normalized));
  const splitNormalized = createSectionSplitter(
    added
      .filter(({ normalized }) => normalized)
      .map(({ id, content }) => ({ id, content: normalize(content) })),
  );

  return {
    vocabSize,
    endOfText: findEndOfText((token) => idOfContent.get(token) ?? idOfToken.get(token), endOfText, where),
    encode(text) {
      const ids: number[] = [];
      for (const section of splitText(text)) {
        if (typeof section === 'number') ids.push(section);
        else {
          for (const part of splitNormalized(normalize(section))) {
            if (typeof part === 'number') ids.push(part);
            else for (const word of split(part)) for (const id of encodeWord(word)) ids.push(id);
          }
        }
      }
      return Int32Array.from(ids);
    },
    decode(ids) {
      const parts = Array.from(ids, (id) => {
        const bytes = bytesOf.get(id) ?? tokens[id];
        if (!bytes) throw new RangeError(`token id ${id} is not in a vocabulary of ${vocabSize}`);
        return bytes;
      });
      return Buffer.concat(parts).toString('utf8');
    },
  };
}

function indexMerges(
  { merges }: ByteBpe,
  names: readonly string[],
  idOfToken: ReadonlyMap<string, number>,
): Map<number, Merge> {
  const found = new Map<number, Merge>();
  merges.forEach(([left, right], rank) => {
    found.set(left * names.length + right, { rank, id: idOfToken.get(names[left]! + names[right]!)! });
  });
  return found;
}
