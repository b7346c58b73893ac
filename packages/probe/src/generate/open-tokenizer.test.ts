import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { byteTokens, loadTokenizer, toTokenizerJson } from '@lethe/tokenizers';
import { afterAll, expect, test } from 'vitest';
import { openTokenizer, openTokenizerFile } from './open-tokenizer.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-open-tokenizer-'));
afterAll(() => rmSync(directory, { recursive: true }));
const path = join(directory, 'tokenizer.json');

test('words with letters beyond ASCII have the ids that the data stage gives them', () => {
  const words = ['[UNK]', 'caf', 'é', 'café', '<|endoftext|>'];
  writeFileSync(
    path,
    JSON.stringify({
      added_tokens: [{ id: 4, content: '<|endoftext|>', special: true }],
      normalizer: null,
      pre_tokenizer: { type: 'Whitespace' },
      post_processor: null,
      decoder: null,
      model: {
        type: 'WordLevel',
        vocab: Object.fromEntries(words.map((word, id) => [word, id])),
        unk_token: '[UNK]',
      },
    }),
  );
  const { encode } = openTokenizerFile(path, 'name another');
  expect(encode('café')).toEqual([3]);
  expect(encode('café')).toEqual([...loadTokenizer(path).encode('café')]);
  // The library by itself has only ASCII letters in words, as JavaScript's \w.
  const library = new Tokenizer(JSON.parse(readFileSync(path, 'utf8')), {});
  expect(library.encode('café', { add_special_tokens: false }).ids).toEqual([1, 2]);
});

test('answers lose special tokens, and ids that only the model has become U+FFFD', () => {
  writeFileSync(path, toTokenizerJson(byteTokens()));
  const { decode, endTokens } = openTokenizer(directory);
  const { encode } = loadTokenizer(path);
  expect(endTokens).toEqual(new Set([256]));
  expect(decode([...encode('ab'), 256, ...encode('c')])).toBe('abc');
  expect(decode([...encode('é'), 257, 300, ...encode('c')])).toBe('é\ufffd\ufffdc');
  expect(decode([256])).toBe('');
});
