import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import {
  END_OF_TEXT,
  formatTokens,
  loadTokenizer,
  saveTokenizer,
  toTokenizerJson,
  trainByteBpe,
} from '@lethe/tokenizers';
import { afterAll, expect, test } from 'vitest';
import type { OpenCorpus } from '../../corpus/documents/corpus-document.js';
import { trainTokenizer } from './train-tokenizer.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-train-'));
afterAll(() => rmSync(directory, { recursive: true }));

const golden = JSON.parse(
  readFileSync(new URL('../../../../tokenizers/src/testing/golden/gpt2-style.json', import.meta.url), 'utf8'),
);
// The first four texts are those that Python's trainer saw.
const texts: string[] = golden.cases.slice(0, 4).map(({ text }: { text: string }) => text);
const corpus: OpenCorpus = async function* () {
  for (const text of texts) yield [{ id: text, text, source: 's' }];
};
const context = { log: () => {}, signal: new AbortController().signal };

test("a corpus gives the vocabulary, the merges and the ids of Python's trainer", async () => {
  const bpe = await trainTokenizer(corpus, { vocabSize: 421, special: [END_OF_TEXT] }, context);
  expect(bpe).toEqual(trainByteBpe(texts, 421));
  const path = join(directory, 'tokenizer.json');
  saveTokenizer(bpe, path);
  const written = JSON.parse(readFileSync(path, 'utf8'));
  const { added_tokens, model } = golden.tokenizer;
  expect(written.added_tokens).toEqual(added_tokens);
  // There end-of-text stands among the added tokens alone; they have merges as pairs.
  expect(written.model.vocab).toEqual({ ...model.vocab, [END_OF_TEXT]: added_tokens[0].id });
  expect(written.model.merges).toEqual(model.merges.map((pair: string[]) => pair.join(' ')));
  const tokenizer = loadTokenizer(path);
  for (const { text, ids } of golden.cases) expect(Array.from(tokenizer.encode(text)), text).toEqual(ids);
  expect(readdirSync(directory)).toEqual(['tokenizer.json']);
});

test('special tokens take the last ids, and a text that spells them gives them', async () => {
  const special = [END_OF_TEXT, '<|end|>', '日本'];
  const bpe = await trainTokenizer(corpus, { vocabSize: 300, special }, context);
  const path = join(directory, 'special.json');
  writeFileSync(path, toTokenizerJson(bpe));
  const tokenizer = loadTokenizer(path);
  expect([tokenizer.vocabSize, tokenizer.endOfText]).toEqual([300, 297]);
  expect(Array.from(tokenizer.encode('日本<|end|><|endoftext|>'))).toEqual([299, 298, 297]);
  expect(formatTokens(tokenizer, '日本 é')).toBe(
    [
      '300 tokens, end of text 297 "<|endoftext|>"',
      '4 tokens for 9 bytes; they decode to the text',
      '299  "日本"',
      '220  " "',
      '127  "\ufffd"',
      '102  "\ufffd"',
    ].join('\n'),
  );
});

test('sizes and special tokens that are not possible are refused, and so is a place that is not there', async () => {
  const train = (vocabSize: number, special: string[]) =>
    trainTokenizer(corpus, { vocabSize, special }, context);
  await expect(train(257, ['a', 'b'])).rejects.toThrow(/from 258[\s\S]*257/);
  for (const size of [65_537, 300.5, Number.NaN])
    await expect(train(size, ['a'])).rejects.toThrow(LetheError);
  await expect(train(300, ['a', 'a'])).rejects.toThrow(/distinct texts[\s\S]*"a"/);
  await expect(train(300, [''])).rejects.toThrow(LetheError);
  expect(() => saveTokenizer(trainByteBpe([], 257), join(directory, 'none/t.json'))).toThrow(
    /cannot be written/,
  );
  expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('training stops when it is aborted', async () => {
  const stop = new AbortController();
  const long = Array.from({ length: 3000 }, (_, i) => `${i} `.repeat(50));
  const endless: OpenCorpus = async function* () {
    for (;;) yield long.map((text, i) => ({ id: `${i}`, text, source: 's' }));
  };
  setTimeout(() => stop.abort(new Error('stop')), 20);
  await expect(
    trainTokenizer(endless, { vocabSize: 300, special: [] }, { ...context, signal: stop.signal }),
  ).rejects.toThrow('stop');
});
