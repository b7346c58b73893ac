import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import type { TextCodec } from './tokenizer.js';

const tokenizerJson = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int(), special: z.boolean().optional() })).default([]),
  pre_tokenizer: z.unknown(),
  model: z.looseObject({ type: z.string().optional(), unk_token: z.string().nullish() }),
});

/** `\w+|[^\w\s]+` as the Rust library understands it; JavaScript's \w is ASCII's, and its \s differs. */
const wordCharacters = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d';
const whitespaceRule = {
  type: 'Split',
  pattern: { Regex: `[${wordCharacters}]+|[^${wordCharacters}\\p{White_Space}]+` },
  behavior: 'Removed',
  invert: true,
};

/**
 * Encoder and decoder of any `tokenizer.json` that `@huggingface/tokenizers` reads: WordPiece, Unigram, WordLevel,
 * BPE of any kind. No special tokens are put around a text. Where a file matches white space with \s, U+0085 and
 * U+FEFF are taken as JavaScript takes them.
 * @param value the parsed file
 * @throws LetheError when the library cannot read it; when encoding, where a word is unknown and there is no token
 * for unknown words
 */
export function createLibraryCodec(value: unknown, where: string): TextCodec {
  const parsed = tokenizerJson.safeParse(value);
  if (!parsed.success) throw unreadable(where, z.prettifyError(parsed.error));
  const library = construct(parsed.data, where);
  const vocabSize = largestId(library) + 1;
  return {
    vocabSize,
    specialTokens: new Set(parsed.data.added_tokens.filter(({ special }) => special).map(({ id }) => id)),
    idOf: (token) => library.token_to_id(token),
    encode(text) {
      const { ids } = library.encode(text, { add_special_tokens: false });
      if (!ids.includes(undefined as unknown as number)) return Int32Array.from(ids);
      throw new LetheError({
        what: 'a text has a word that the tokenizer does not know, and it has no token for unknown words',
        where,
        found: JSON.stringify(text.slice(0, 60)),
        next: 'use another tokenizer for this text',
      });
    },
    decode(ids) {
      const list = Array.from(ids);
      const wrong = list.find((id) => !(id >= 0 && id < vocabSize));
      if (wrong !== undefined)
        throw new RangeError(`token id ${wrong} is not in a vocabulary of ${vocabSize}`);
      if (list.length === 0) return '';
      return library.decode(list, { skip_special_tokens: false, clean_up_tokenization_spaces: false });
    },
  };
}

function construct(file: z.infer<typeof tokenizerJson>, where: string): LibraryTokenizer {
  const json = { ...file, pre_tokenizer: withExactWhitespace(file.pre_tokenizer) };
  try {
    // The library takes the unknown token of a word-level model from here only.
    return new LibraryTokenizer(json, {
      unk_token: file.model.unk_token ?? undefined,
      clean_up_tokenization_spaces: false,
    });
  } catch (error) {
    throw unreadable(where, (error as Error).message);
  }
}

function withExactWhitespace(preTokenizer: unknown): unknown {
  const parsed = z
    .looseObject({ type: z.string(), pretokenizers: z.array(z.unknown()).optional() })
    .safeParse(preTokenizer);
  if (!parsed.success) return preTokenizer;
  const { type, pretokenizers } = parsed.data;
  if (type === 'Whitespace') return whitespaceRule;
  return pretokenizers
    ? { ...parsed.data, pretokenizers: pretokenizers.map(withExactWhitespace) }
    : preTokenizer;
}

function largestId(library: LibraryTokenizer): number {
  const ids = [...library.get_vocab(true).values(), ...library.get_added_tokens_decoder().keys()];
  return ids.reduce((largest, id) => Math.max(largest, id), -1);
}

function unreadable(where: string, found: string): LetheError {
  return new LetheError({
    what: 'this tokenizer cannot be read',
    where,
    expected: "a tokenizer.json as Hugging Face's libraries write it",
    found,
  });
}
