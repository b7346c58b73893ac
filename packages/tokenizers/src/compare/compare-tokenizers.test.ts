import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ByteBpe } from '../byte-bpe.js';
import { byteTokens, specialTokens } from '../byte-bpe.js';
import { gpt2Bpe } from '../gpt2-tokenizer.js';
import { fromTokenizerJson, toTokenizerJson } from '../tokenizer-file.js';
import { trainByteBpe } from '../train-byte-bpe.js';
import { toWordTokenizerJson } from '../word-tokenizer.js';
import { compareTokenizers } from './compare-tokenizers.js';
import { readTokenizerContent } from './tokenizer-content.js';

type Json = Record<string, unknown> & { model: Record<string, unknown>; added_tokens: object[] };

const golden = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../testing/golden/${name}.json`, import.meta.url), 'utf8')).tokenizer;
const compare = (first: string | object, second: string | object) => {
  const [a, b] = [first, second].map((file, i) =>
    readTokenizerContent(typeof file === 'string' ? JSON.parse(file) : file, `file ${i}`),
  );
  return compareTokenizers(a!, b!);
};
const differs = (first: string | object, second: string | object): string[] => {
  const there = compare(first, second).differences;
  const back = compare(second, first).differences;
  expect(back).toEqual(there.map(({ what, first, second }) => ({ what, first: second, second: first })));
  return there.map(({ what, first, second }) => `${what}: ${first} | ${second}`);
};
const bpe = (text: string, size = 264): ByteBpe => trainByteBpe(Array(20).fill(text), size);

it.each(['gpt2-style', 'llama3-style', 'qwen2-style', 'llama2-style', 'unigram', 'word-level', 'word-piece'])(
  '%s is the same however its file is written',
  (name) => {
    const file = golden(name);
    const { model, ...rest } = file;
    const vocab = model.vocab as Record<string, number> | unknown[];
    const turned = Array.isArray(vocab) ? vocab : Object.fromEntries(Object.entries(vocab).reverse());
    const merges = (model.merges as (string | string[])[] | undefined)?.map((merge) =>
      typeof merge === 'string' ? merge.split(' ') : merge.join(' '),
    );
    const again = {
      model: { ...(merges && { merges }), vocab: turned, dropout: null, ...omit(model, 'merges', 'vocab') },
      ...rest,
      ...{ version: '2.0', padding: {}, truncation: null, post_processor: { type: 'other' }, decoder: null },
    };
    expect(compare(file, again)).toEqual({ differences: [], onlyFirst: [], onlySecond: [] });
  },
);

it.each(['gpt2-style', 'llama3-style', 'qwen2-style'])('%s is the same as Lethe writes it', (name) => {
  const file = golden(name);
  const written = toTokenizerJson(fromTokenizerJson(JSON.stringify(file), name));
  expect(differs(file, written)).toEqual([]);
});

const omit = (from: Record<string, unknown>, ...keys: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));

it('two byte-level BPE of one size differ in the first token that one of them merged otherwise', () => {
  const [first, second] = [bpe('the cat sat'), bpe('the dog ran')].map(toTokenizerJson) as [string, string];
  const found = differs(first, second);
  // Both have 256 bytes, 7 merges and the end of text.
  expect(found[0]).toMatch(/^token 25\d: "\S+" \| "\S+"$/);
  expect(found[1]).toMatch(/^merge \d: ".+" \| ".+"$/);
  expect(found).toHaveLength(2);
  const id = Number(/\d+/.exec(found[0]!)![0]);
  const idsOf = (json: string): string[] => Object.keys(JSON.parse(json).model.vocab);
  expect(idsOf(first).slice(0, id)).toEqual(idsOf(second).slice(0, id));
  expect(idsOf(first)[id]).not.toBe(idsOf(second)[id]);
});

it('names kind, size, token and merges', async () => {
  const bytes = toTokenizerJson(byteTokens());
  expect(differs(bytes, toTokenizerJson(bpe('the cat')))).toEqual([
    'vocabulary: 257 tokens | 262 tokens',
    expect.stringMatching(/^token 256: "<\|endoftext\|>" \| "\S+"$/),
    'added token 256: plain | not added',
    'merges: 0 | 5',
  ]);
  const words = toWordTokenizerJson(['s0', 's1', 'a0']);
  expect(differs(bytes, words).slice(0, 3)).toEqual([
    'kind: BPE | WordLevel',
    'vocabulary: 257 tokens | 4 tokens',
    'token 0: "!" | "s0"',
  ]);
  expect(differs(words, toWordTokenizerJson(['s0', 'a0', 's1']))).toEqual(['token 1: "s1" | "a0"']);
  expect(differs(toTokenizerJson(await gpt2Bpe()), golden('gpt2-style'))[0]).toBe(
    'vocabulary: 50257 tokens | 314 tokens',
  );
});

it('the same tokens in another order of merges, or another cut of words, are another tokenizer', () => {
  const trained = bpe('the cat sat on the mat', 270);
  const turned = {
    ...trained,
    merges: [...trained.merges.slice(0, -2), ...trained.merges.slice(-2).reverse()],
  };
  const place = trained.merges.length - 2;
  expect(differs(toTokenizerJson(trained), toTokenizerJson(turned))).toEqual([
    expect.stringContaining(`merge ${place}: `),
  ]);
  expect(differs(toTokenizerJson(trained), toTokenizerJson({ ...trained, words: 'llama3' }))).toEqual([
    'words: "gpt2" | "llama3"',
  ]);
  const file = golden('unigram');
  const vocab = (file.model.vocab as [string, number][]).map(([token, score]): [string, number] => [
    token,
    score,
  ]);
  vocab[5]![1] -= 1;
  expect(differs(file, { ...file, model: { ...file.model, vocab } })).toEqual([
    expect.stringMatching(/^score 5: /),
  ]);
  expect(differs(file, { ...file, normalizer: { type: 'NFC' } })).toContainEqual(
    expect.stringMatching(/^normalizer: .* \| \{"type":"NFC"\}$/),
  );
});

it('added tokens at unused ids extend a tokenizer; more merges or words do not', () => {
  const text = 'the cat sat on the mat while another dog ran around the house';
  const base = bpe(text, 270);
  const added = specialTokens(['<|endoftext|>'], base.tokens.length);
  const chat = {
    ...base,
    added: [...added, ...specialTokens(['<|user|>', '<|end|>'], base.tokens.length + 1)],
  };
  const [short, long] = [{ ...base, added }, chat].map(toTokenizerJson) as [string, string];
  expect(compare(short, long)).toEqual({
    differences: [],
    onlyFirst: [],
    onlySecond: ['<|user|>', '<|end|>'],
  });
  expect(compare(long, short).onlyFirst).toEqual(['<|user|>', '<|end|>']);
  // At an id of its own, but for a text that is a token already.
  const twice = JSON.parse(long) as Json;
  twice.added_tokens.push({ id: 300, content: Object.keys(twice.model.vocab as object)[260]! });
  expect(differs(long, twice).length).toBeGreaterThan(0);
  // All old ids are kept, but texts are cut otherwise.
  const more = bpe(text, 272);
  const same = { ...more, added };
  same.tokens = [...more.tokens.slice(0, 269), new Uint8Array(), ...more.tokens.slice(269)];
  same.merges = more.merges.map(([a, b]) => [a + Number(a >= 269), b + Number(b >= 269)]);
  expect(differs(short, toTokenizerJson(same))[0]).toBe('vocabulary: 270 tokens | 272 tokens');
});
