import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import { END_OF_TEXT } from './byte-bpe.js';
import type { Tokenizer } from './tokenizer.js';

/**
 * A tokenizer with one token for every word between white space, in the order given, and the end-of-text token
 * after them. Decoding puts one space between words. Unknown words are an error, not a token.
 * @throws LetheError when a word is empty, has white space in it, or is a duplicate
 */
export function createWordTokenizer(words: readonly string[]): Tokenizer {
  const idOfWord = new Map(words.map((word, id) => [word, id]));
  const bad =
    words.find((word, id) => word === '' || /\s/u.test(word) || idOfWord.get(word) !== id) ??
    words.find((word) => word.includes(END_OF_TEXT));
  if (bad !== undefined) {
    throw new LetheError({
      what: 'this cannot be a word of a word tokenizer',
      where: 'vocabulary',
      expected: `distinct words without white space, none with ${END_OF_TEXT}`,
      found: JSON.stringify(bad),
    });
  }
  const endOfText = words.length;
  const idOf = (word: string): number => {
    const id = idOfWord.get(word);
    if (id !== undefined) return id;
    throw new LetheError({
      what: `the word ${JSON.stringify(word)} is not in the vocabulary`,
      where: 'word tokenizer',
      expected: `one of ${words.length} words: ${words.slice(0, 3).join(', ')}, ...`,
      found: word,
      next: 'use texts of the world that the vocabulary belongs to, or another tokenizer',
    });
  };
  return {
    vocabSize: words.length + 1,
    endOfText,
    specialTokens: new Set([endOfText]),
    idOf: (word) => (word === END_OF_TEXT ? endOfText : idOfWord.get(word)),
    encode(text) {
      const ids: number[] = [];
      text.split(END_OF_TEXT).forEach((section, i) => {
        if (i > 0) ids.push(endOfText);
        for (const word of section.split(/\s+/u)) if (word !== '') ids.push(idOf(word));
      });
      return Int32Array.from(ids);
    },
    decode(ids) {
      return Array.from(ids, (id) => {
        if (id === endOfText) return END_OF_TEXT;
        const word = words[id];
        if (word === undefined)
          throw new RangeError(`token id ${id} is not in a vocabulary of ${endOfText + 1}`);
        return word;
      }).join(' ');
    },
  };
}

/**
 * The tokenizer as Hugging Face's `tokenizer.json`: model WordLevel, pre-tokenizer WhitespaceSplit. Their unknown
 * token is not in the vocabulary, so that unknown words are an error there too.
 */
export function toWordTokenizerJson(words: readonly string[]): string {
  const file = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      {
        id: words.length,
        content: END_OF_TEXT,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      },
    ],
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries([...words, END_OF_TEXT].map((word, id) => [word, id])),
      unk_token: '<unk>',
    },
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

const wordTokenizerJson = z.object({
  added_tokens: z.tuple([z.object({ id: z.int(), content: z.literal(END_OF_TEXT) })]),
  normalizer: z.null(),
  pre_tokenizer: z.object({ type: z.literal('WhitespaceSplit') }),
  post_processor: z.null(),
  model: z.object({
    type: z.literal('WordLevel'),
    vocab: z.record(z.string(), z.int().nonnegative()),
    unk_token: z.string(),
  }),
});

/**
 * The words of a parsed `tokenizer.json` that `toWordTokenizerJson` wrote, by id; undefined where it is another kind of
 * tokenizer, or knows a token for unknown words.
 * @throws LetheError when ids are missing
 */
export function readWordTokenizerJson(value: unknown, where: string): string[] | undefined {
  const parsed = wordTokenizerJson.safeParse(value);
  if (!parsed.success || parsed.data.model.unk_token in parsed.data.model.vocab) return undefined;
  const { vocab } = parsed.data.model;
  const broken = (found: string): LetheError =>
    new LetheError({
      what: 'ids are missing from this word-level tokenizer',
      where,
      expected: `ids from 0 without gaps, ${END_OF_TEXT} the last`,
      found,
    });
  const words: string[] = [];
  for (const [word, id] of Object.entries(vocab)) words[id] = word;
  const count = Object.keys(vocab).length;
  if (words.length !== count || words[count - 1] !== END_OF_TEXT) {
    throw broken(`${count} words, the largest id is ${words.length - 1}, ${JSON.stringify(words.at(-1))}`);
  }
  return words.slice(0, -1);
}
