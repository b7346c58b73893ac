import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tokenizerOfJson } from './load-tokenizer.js';
import { readByteBpe } from './read-byte-bpe.js';
import { fromTokenizerJson, toTokenizerJson } from './tokenizer-file.js';

// Ids and texts are those of Hugging Face tokenizers 0.23.2 (Python): testing/make-golden-tokenizers.py.
interface Golden {
  vocabSize: number;
  cases: { text: string; ids: number[]; decoded: string }[];
  tokenizer: Record<string, unknown>;
}

const golden = (name: string): Golden =>
  JSON.parse(readFileSync(new URL(`testing/golden/${name}.json`, import.meta.url), 'utf8'));

const ours = ['gpt2-style', 'neox-style', 'llama3-style', 'qwen2-style'];
const theLibrarys = ['word-level', 'unigram', 'word-piece', 'llama2-style'];

test.each(ours)("%s: our own encoder gives Python's ids, and so does the file that we write", (name) => {
  const { vocabSize, cases, tokenizer } = golden(name);
  expect(readByteBpe(tokenizer, name)).not.toHaveProperty('otherKind');
  const json = JSON.stringify(tokenizer);
  const written = toTokenizerJson(fromTokenizerJson(json, name));
  for (const content of [json, written]) {
    const loaded = tokenizerOfJson(content, name);
    expect(loaded.vocabSize).toBe(vocabSize);
    for (const { text, ids, decoded } of cases) {
      expect(Array.from(loaded.encode(text)), JSON.stringify(text)).toEqual(ids);
      // Their decoder takes letters of an added token for bytes.
      if (!decoded.includes('\ufffd')) expect(loaded.decode(ids)).toBe(decoded);
      const asRead = (seen: string): string => (tokenizer.normalizer ? seen.normalize('NFC') : seen);
      expect(asRead(loaded.decode(ids))).toBe(asRead(text));
    }
  }
});

test.each(theLibrarys)("%s: the library gives Python's ids", (name) => {
  const { vocabSize, cases, tokenizer } = golden(name);
  expect(readByteBpe(tokenizer, name)).toHaveProperty('otherKind');
  const loaded = tokenizerOfJson(JSON.stringify(tokenizer), name);
  expect(loaded.vocabSize).toBe(vocabSize);
  for (const { text, ids, decoded } of cases) {
    expect(Array.from(loaded.encode(text)), JSON.stringify(text)).toEqual(ids);
    expect(loaded.decode(ids)).toBe(decoded);
  }
  expect(() => loaded.decode([vocabSize])).toThrow(RangeError);
});

test('the end-of-text token is the one that is asked for, else a usual one', () => {
  const endOfText = (name: string, wanted?: string): number =>
    tokenizerOfJson(JSON.stringify(golden(name).tokenizer), name, { endOfText: wanted }).endOfText;
  expect(endOfText('neox-style')).toBe(0);
  expect(endOfText('neox-style', '<|padding|>')).toBe(1);
  expect(endOfText('llama3-style')).toBe(golden('llama3-style').vocabSize - 2);
  expect(endOfText('unigram')).toBe(2);
  expect(endOfText('word-piece')).toBe(3);
  expect(endOfText('word-piece', '[CLS]')).toBe(2);
  for (const name of ['gpt2-style', 'word-piece']) {
    expect(() => endOfText(name, '<|none|>')).toThrow(/no such end-of-text token[\s\S]*<\|none\|>/);
  }
  const { tokenizer } = golden('gpt2-style');
  expect(() => tokenizerOfJson(JSON.stringify({ ...tokenizer, added_tokens: [] }), 'x')).toThrow(
    /no end-of-text token is known[\s\S]*--end-of-text/,
  );
});
