import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import { LetheError, schemaMistakes } from '@lethe/contracts';
import * as z from 'zod';
import { addedTokenSchema, createSectioning } from './pipeline/added-tokens.js';
import { createModel, type ModelJson, parseModel } from './pipeline/models.js';
import { createNormalizer } from './pipeline/normalizers.js';
import { patternField } from './pipeline/pattern.js';
import { createPreTokenizer } from './pipeline/pre-tokenizers.js';
import type { TextCodec } from './tokenizer.js';

/** The library calls what stands in a list without a look at it. */
const decoderSchema = z.looseObject({
  type: z.string(),
  get decoders() {
    return z.array(decoderSchema).optional();
  },
});

const tokenizerJson = z.looseObject({
  added_tokens: z.array(addedTokenSchema).default([]),
  normalizer: z.unknown(),
  pre_tokenizer: z.unknown(),
  post_processor: z.unknown(),
  decoder: decoderSchema.nullish(),
  model: z.unknown(),
});
type TokenizerJson = z.output<typeof tokenizerJson>;

/**
 * Encoder and decoder of any `tokenizer.json` whose parts are known: WordPiece, Unigram, WordLevel, BPE of any kind.
 * Texts are normalised and cut here, as the Rust library does; `@huggingface/tokenizers` has the models and decoders.
 * No special tokens are put around a text.
 * @param value the parsed file
 * @throws LetheError naming a part that is not supported; when encoding, where a word is unknown and there is no token
 * for unknown words
 */
export function createLibraryCodec(value: unknown, where: string): TextCodec {
  const parsed = tokenizerJson.safeParse(value);
  if (!parsed.success) throw unreadable(where, schemaMistakes(parsed.error));
  const { added_tokens, normalizer, pre_tokenizer } = parsed.data;
  const modelJson = parseModel(parsed.data.model);
  if ('problem' in modelJson) throw unreadable(where, modelJson.problem);
  const normalize = createNormalizer(normalizer, where);
  const preTokenize = createPreTokenizer(pre_tokenizer, where);
  const { model, library } = construct(parsed.data, modelJson, where);
  checkAddedIds(parsed.data, modelJson, where);
  const sectionsOf = createSectioning(added_tokens, normalize);
  const vocabSize = largestId(library) + 1;
  return {
    vocabSize,
    specialTokens: new Set(added_tokens.filter(({ special }) => special).map(({ id }) => id)),
    idOf: (token) => library.token_to_id(token),
    encode(text) {
      const ids = sectionsOf(text).flatMap(({ id, text: section, isFirst }) =>
        id === undefined ? model(preTokenize(section, isFirst).map((piece) => piece.text)) : [id],
      );
      if (!ids.includes(undefined)) return Int32Array.from(ids as number[]);
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

/** The model, and the library's tokenizer for decoding, which needs no other part. */
function construct(file: TokenizerJson, json: ModelJson, where: string) {
  try {
    checkPatterns(file.decoder);
    const library = new LibraryTokenizer(
      {
        ...{ normalizer: null, pre_tokenizer: null, post_processor: null },
        ...{ added_tokens: file.added_tokens, decoder: file.decoder ?? null, model: json },
      },
      {
        // The library takes the unknown token of a word-level model from here only.
        unk_token: ('unk_token' in json && json.unk_token) || undefined,
        clean_up_tokenization_spaces: false,
      },
    );
    return { library, model: createModel(json) };
  } catch (error) {
    throw unreadable(where, (error as Error).message);
  }
}

/** @throws Error where a decoder looks for a pattern that is not supported */
function checkPatterns(decoder: unknown): void {
  if (typeof decoder !== 'object' || decoder === null) return;
  for (const [key, value] of Object.entries(decoder)) {
    if (key === 'pattern') patternField.parse(value);
    else checkPatterns(value);
  }
}

/**
 * The Rust library gives added tokens the ids of the model's vocabulary, else the next free ones, whatever the file says.
 * @throws LetheError where it says something else
 */
function checkAddedIds({ added_tokens }: TokenizerJson, model: ModelJson, where: string): void {
  const known = new Map(
    Array.isArray(model.vocab) ? model.vocab.map(([token], i) => [token, i]) : Object.entries(model.vocab),
  );
  const size = known.size;
  let largest = -1;
  for (const { id, content } of added_tokens) {
    if (content === '') continue;
    const expected = known.get(content) ?? Math.max(size, largest + 1);
    if (id !== expected) {
      throw unreadable(where, `added token ${JSON.stringify(content)} has id ${id}, not ${expected}`);
    }
    largest = Math.max(largest, id);
    known.set(content, id);
  }
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
