import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { byteTokens } from './byte-bpe.js';
import { loadTokenizer } from './load-tokenizer.js';
import { toTokenizerJson } from './tokenizer-file.js';
import { createWordTokenizer, readWordTokenizerJson, toWordTokenizerJson } from './word-tokenizer.js';

const words = ['s0', 'r0', 'a0', 'p'];
const tokenizer = createWordTokenizer(words);
const directory = mkdtempSync(join(tmpdir(), 'lethe-words-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('has the ids and texts of Hugging Face tokenizers 0.23.2 (Python) on the written file', () => {
  expect(Array.from(tokenizer.encode('s0 r0 a0 p<|endoftext|>\n p'))).toEqual([0, 1, 2, 3, 4, 3]);
  expect(tokenizer.decode([0, 1, 2, 4])).toBe('s0 r0 a0 <|endoftext|>');
  expect([tokenizer.vocabSize, tokenizer.endOfText]).toEqual([5, 4]);
});

it('gives every sequence of ids back', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4)), (ids) => {
      expect(Array.from(tokenizer.encode(tokenizer.decode(ids)))).toEqual(ids);
    }),
  );
  expect(() => tokenizer.decode([5])).toThrow(RangeError);
});

it('refuses unknown words and vocabularies that cannot be told apart', () => {
  expect(() => tokenizer.encode('s0 s1')).toThrow(/"s1" is not in the vocabulary/);
  for (const wrong of [['a', 'a'], ['a b'], [''], ['x<|endoftext|>']]) {
    expect(() => createWordTokenizer(wrong)).toThrow(LetheError);
  }
});

it('is read back from its file, and other files are refused', () => {
  const path = join(directory, 'tokenizer.json');
  writeFileSync(path, toWordTokenizerJson(words));
  expect(Array.from(loadTokenizer(path).encode('p a0'))).toEqual([3, 2]);
  expect(readWordTokenizerJson(JSON.parse(toTokenizerJson(byteTokens())), 'file')).toBeUndefined();
  const broken = JSON.parse(toWordTokenizerJson(words));
  broken.model.vocab.r0 = 7;
  expect(() => readWordTokenizerJson(broken, 'file')).toThrow(LetheError);
  broken.pre_tokenizer.type = 'Whitespace';
  expect(readWordTokenizerJson(broken, 'file')).toBeUndefined();
  const lenient = JSON.parse(toWordTokenizerJson(words));
  lenient.model.unk_token = 'p';
  expect(readWordTokenizerJson(lenient, 'file')).toBeUndefined();
});
