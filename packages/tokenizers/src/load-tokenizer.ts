import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';
import { createByteBpeCodec } from './byte-bpe-tokenizer.js';
import { checkIds } from './check-ids.js';
import { findEndOfText, readEndOfText } from './end-of-text.js';
import { createLibraryCodec } from './library-tokenizer.js';
import { readByteBpe } from './read-byte-bpe.js';
import type { TextCodec, Tokenizer, TokenizerOptions } from './tokenizer.js';
import { parseTokenizerJson } from './tokenizer-file.js';
import { createWordTokenizer, readWordTokenizerJson } from './word-tokenizer.js';

/**
 * The tokenizer of any `tokenizer.json`: byte-level BPE that cuts words as GPT-2, Llama 3 or Qwen 2 do by Lethe's own
 * encoder, word lists of a symbolic world by another, and everything else by the models of `@huggingface/tokenizers`.
 * No special tokens are put around a text.
 * @throws LetheError when the file is absent, cannot be read, or lacks that end-of-text token
 */
export function loadTokenizer(path: string, options: TokenizerOptions = {}): Tokenizer {
  const json = read(path);
  return tokenizerOfJson(json, path, { endOfText: options.endOfText ?? readEndOfText(path) });
}

/**
 * As `loadTokenizer`, for callers that may not need the token that ends a text: `endOfText` looks it up.
 * @throws LetheError when the file is absent or cannot be read, and from `endOfText` where no such token is known
 */
export function openTokenizer(path: string): TextCodec & { endOfText(): number } {
  const codec = codecOfJson(read(path), path);
  return { ...codec, endOfText: () => findEndOfText(codec.idOf, readEndOfText(path), path) };
}

/**
 * The tokenizer of the content of a `tokenizer.json`, as `loadTokenizer` picks it.
 * @throws LetheError when it cannot be read, or lacks that end-of-text token
 */
export function tokenizerOfJson(
  json: string,
  where: string,
  { endOfText }: TokenizerOptions = {},
): Tokenizer {
  const codec = codecOfJson(json, where);
  return { ...codec, endOfText: findEndOfText(codec.idOf, endOfText, where) };
}

function codecOfJson(json: string, where: string): TextCodec {
  const value = parseTokenizerJson(json, where);
  checkIds(value, where);
  const words = readWordTokenizerJson(value, where);
  if (words) return createWordTokenizer(words);
  const bpe = readByteBpe(value, where);
  return 'otherKind' in bpe ? createLibraryCodec(value, where) : createByteBpeCodec(bpe);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
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
}
