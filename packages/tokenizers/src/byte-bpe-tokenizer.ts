import { toCharacters } from './byte-alphabet.js';
import { type AddedToken, addedTokens, type ByteBpe } from './byte-bpe.js';
import { findEndOfText } from './end-of-text.js';
import { type Merge, mergeWord } from './merge-word.js';
import type { TextCodec, Tokenizer, TokenizerOptions } from './tokenizer.js';
import { wordRules } from './word-rules.js';

/** Words cached with their ids; the cache is emptied when it is full, which bounds memory. */
const CACHED_WORDS = 250_000;

/**
 * The tokenizer of a byte-level BPE; equal to Hugging Face's on its `tokenizer.json`.
 * @throws LetheError when it lacks that end-of-text token
 */
export function createByteBpeTokenizer(bpe: ByteBpe, { endOfText }: TokenizerOptions = {}): Tokenizer {
  const codec = createByteBpeCodec(bpe);
  return { ...codec, endOfText: findEndOfText(codec.idOf, endOfText, 'tokenizer') };
}

/** The encoder and decoder of a byte-level BPE. */
export function createByteBpeCodec(bpe: ByteBpe): TextCodec {
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

  // Tokens of the normalized text are searched in what the others leave.
  const normalize = (text: string): string => (normalization ? text.normalize(normalization) : text);
  const splitText = createSectionSplitter(added.filter(({ normalized }) => !normalized));
  const splitNormalized = createSectionSplitter(
    added
      .filter(({ normalized }) => normalized)
      .map(({ id, content }) => ({ id, content: normalize(content) })),
  );

  return {
    vocabSize,
    specialTokens: new Set(added.filter(({ special }) => special).map(({ id }) => id)),
    idOf: (token) => idOfContent.get(token) ?? idOfToken.get(token),
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

/** A part of a text: an added token by its id, or what lies between. */
export type Section = number | string;

/** Cuts a text at added tokens: the leftmost first, of several the longest, as the Rust library does. */
function createSectionSplitter(
  tokens: readonly Pick<AddedToken, 'id' | 'content'>[],
): (text: string) => Section[] {
  const idOf = new Map(tokens.map(({ content, id }) => [content, id]));
  idOf.delete('');
  if (idOf.size === 0) return (text) => [text];
  const longestFirst = [...idOf.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(${longestFirst.map(asPattern).join('|')})`);
  return (text) =>
    text
      .split(pattern)
      .map((part, i) => (i % 2 === 1 ? idOf.get(part)! : part))
      .filter((part) => part !== '');
}

const asPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
