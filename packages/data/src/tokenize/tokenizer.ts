import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';
import { idOfByte, toCharacters } from './byte-alphabet.js';
import { createWordTokenizer, readWordTokenizerJson } from './create-word-tokenizer.js';
import { splitWords } from './split-words.js';
import { type ByteBpe, END_OF_TEXT, fromTokenizerJson } from './tokenizer-file.js';

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

const PAIR_BASE = 65_536;
/** Words kept with their ids; more are forgotten all at once, which bounds memory on endless vocabularies. */
const CACHED_WORDS = 250_000;

/**
 * The tokenizer of a `tokenizer.json` that the data stage wrote.
 * @throws LetheError when the file is absent or not such a tokenizer
 */
export function loadTokenizer(path: string): Tokenizer {
  let json: string;
  try {
    json = readFileSync(path, 'utf8');
  } catch (error) {
    throw new LetheError(
      {
        what: 'the tokenizer cannot be read',
        where: path,
        found: (error as Error).message,
        next: 'run the data stage; it writes tokenizer.json',
      },
      { cause: error },
    );
  }
  return tokenizerOfJson(json, path);
}

/**
 * The tokenizer of the content of a `tokenizer.json` that Lethe wrote, byte-level BPE or word-level.
 * @throws LetheError when it is another kind of tokenizer
 */
export function tokenizerOfJson(json: string, where: string): Tokenizer {
  const words = readWordTokenizerJson(json, where);
  return words ? createWordTokenizer(words) : createTokenizer(fromTokenizerJson(json, where));
}

/** The encoder and decoder of a byte-level BPE; equal to Hugging Face's on its `tokenizer.json`. */
export function createTokenizer({ tokens, merges }: ByteBpe): Tokenizer {
  const endOfText = tokens.length;
  const utf8 = new TextEncoder();
  const idOfToken = new Map(tokens.map((bytes, id) => [toCharacters(bytes), id]));
  const mergeOfPair = new Map(
    merges.map(([left, right], rank) => {
      const id = idOfToken.get(toCharacters(tokens[left]!) + toCharacters(tokens[right]!))!;
      return [left * PAIR_BASE + right, { rank, id }];
    }),
  );
  const cache = new Map<string, number[]>();

  const encodeWord = (word: string): number[] => {
    const cached = cache.get(word);
    if (cached) return cached;
    let ids = Array.from(utf8.encode(word), (byte) => idOfByte[byte]!);
    for (let best = firstMerge(ids, mergeOfPair); best; best = firstMerge(ids, mergeOfPair)) {
      ids = mergeAll(ids, best.pair, best.id);
    }
    if (cache.size >= CACHED_WORDS) cache.clear();
    cache.set(word, ids);
    return ids;
  };

  return {
    vocabSize: tokens.length + 1,
    endOfText,
    encode(text) {
      const ids: number[] = [];
      text.split(END_OF_TEXT).forEach((section, i) => {
        if (i > 0) ids.push(endOfText);
        for (const word of splitWords(section)) for (const id of encodeWord(word)) ids.push(id);
      });
      return Int32Array.from(ids);
    },
    decode(ids) {
      const marker = utf8.encode(END_OF_TEXT);
      const parts = Array.from(ids, (id) => {
        const bytes = id === endOfText ? marker : tokens[id];
        if (!bytes) throw new RangeError(`token id ${id} is not in a vocabulary of ${tokens.length + 1}`);
        return bytes;
      });
      return Buffer.concat(parts).toString('utf8');
    },
  };
}

type Merges = ReadonlyMap<number, { rank: number; id: number }>;

function firstMerge(ids: readonly number[], merges: Merges): { pair: number; id: number } | undefined {
  let lowest = Number.POSITIVE_INFINITY;
  let found: { pair: number; id: number } | undefined;
  for (let i = 0; i + 1 < ids.length; i++) {
    const pair = ids[i]! * PAIR_BASE + ids[i + 1]!;
    const merge = merges.get(pair);
    if (merge && merge.rank < lowest) {
      lowest = merge.rank;
      found = { pair, id: merge.id };
    }
  }
  return found;
}

function mergeAll(ids: readonly number[], pair: number, id: number): number[] {
  const merged: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (i + 1 < ids.length && ids[i]! * PAIR_BASE + ids[i + 1]! === pair) {
      merged.push(id);
      i++;
    } else merged.push(ids[i]!);
  }
  return merged;
}
