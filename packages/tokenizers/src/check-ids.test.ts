import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { readTokenizerContent } from './compare/tokenizer-content.js';
import { tokenizerOfJson } from './load-tokenizer.js';

const tokenizers = ['gpt2-style', 'word-level', 'llama2-style'].map((name) => {
  const file = readFileSync(new URL(`testing/golden/${name}.json`, import.meta.url), 'utf8');
  return [name, JSON.parse(file).tokenizer] as const;
});

it.each(tokenizers)('%s: an id far beyond the number of tokens is refused at once', (_, tokenizer) => {
  const load = (json: object) => () => tokenizerOfJson(JSON.stringify(json), 'file');
  const { model, added_tokens } = tokenizer;
  const tokenizerWith = (id: number): object => ({
    ...tokenizer,
    model: { ...model, vocab: { ...model.vocab, x: id } },
  });
  for (const id of [4_294_967_294, 2 ** 31, 1e308]) {
    const problem = /an id of this tokenizer is too large[\s\S]*found: {4}\S+ for "x"/;
    const inVocab = load(tokenizerWith(id));
    expect(() => readTokenizerContent(tokenizerWith(id), 'file')).toThrow(problem);
    expect(inVocab).toThrow(LetheError);
    expect(inVocab).toThrow(problem);
    const added = { ...added_tokens[0], id, content: 'x' };
    expect(load({ ...tokenizer, added_tokens: [...added_tokens, added] })).toThrow(problem);
  }
});

it('a tokenizer that is nested beyond what the stack holds is refused', () => {
  const nested = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;
  const json = `{"added_tokens": [], "model": {"type": "BPE", "vocab": {}, "merges": ${nested}}}`;
  expect(() => tokenizerOfJson(json, 'file')).toThrow(/model\.merges\.0\.0.*nested too deeply/);
});

it('a list of decoders with something else in it is refused', () => {
  const [, tokenizer] = tokenizers[1]!;
  const decoder = { type: 'Sequence', decoders: [tokenizer.decoder, null] };
  expect(() => tokenizerOfJson(JSON.stringify({ ...tokenizer, decoder }), 'file')).toThrow(LetheError);
});
