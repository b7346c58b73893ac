import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, MANIFEST_FILE, MANIFEST_VERSION, manifestDigest, writeJson } from '@lethe/contracts';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { beforeEach, expect, it } from 'vitest';
import { byteTokens, specialTokens } from '../byte-bpe.js';
import { TOKENIZER_FILE } from '../end-of-text.js';
import { toTokenizerJson } from '../tokenizer-file.js';
import { toWordTokenizerJson } from '../word-tokenizer.js';
import { checkModelTokenizer } from './check-model-tokenizer.js';
import { findModelTokenizer } from './find-model-tokenizer.js';

let parent: string;
beforeEach(() => {
  parent = temporaryDirectory();
});

function directory(name: string, tokenizer?: string): string {
  const path = join(parent, name);
  mkdirSync(path, { recursive: true });
  if (tokenizer !== undefined) writeFileSync(join(path, TOKENIZER_FILE), tokenizer);
  return path;
}

/** Finishes a stage's directory that read another. */
function finish(path: string, stage: 'data' | 'train', data?: string): string {
  writeJson(join(path, MANIFEST_FILE), {
    ...{ manifest: MANIFEST_VERSION, stage, contracts: {}, config: path, seed: 1, backend: null },
    producer: { name: 'test', version: '1', fingerprint: 'f' },
    inputs: data ? [{ stage: 'data', name: 'data', manifest_sha256: manifestDigest(data) }] : [],
    ...{ settings: {}, files: [], identity: path },
  });
  return path;
}

const words = toWordTokenizerJson(['s0', 's1', 'a0']);
const check = (model: string, data: string) => {
  const lines: string[] = [];
  const match = checkModelTokenizer({
    ...{ model, tokenizer: join(data, TOKENIZER_FILE) },
    log: (line) => void lines.push(line),
    next: (trained) => `take ${trained}`,
  });
  return { match, lines };
};

it('takes the same tokenizer, copied or written otherwise, without a word', () => {
  const [model, data] = [directory('model', words), directory('data', words)];
  expect(check(model, data)).toEqual({ match: 'same', lines: [] });
  writeFileSync(join(data, TOKENIZER_FILE), JSON.stringify({ ...JSON.parse(words), version: '2.0' }));
  expect(check(model, data)).toEqual({ match: 'same', lines: [] });
});

it('refuses another one of the same size, and names both files and the first token', () => {
  const model = directory('model', words);
  const data = directory('data', toWordTokenizerJson(['s1', 's0', 'a0']));
  expect(() => check(model, data)).toThrow(LetheError);
  expect(() => check(model, data)).toThrow(
    new RegExp(
      `model: the model was trained with another tokenizer[^]*expected: ${model}/tokenizer.json: token 0: "s0"` +
        `[^]*found: {4}${data}/tokenizer.json: token 0: "s1"[^]*next: {5}take ${model}/tokenizer.json`,
    ),
  );
});

it('says which added tokens only one of them has', () => {
  const more = { ...byteTokens(), added: specialTokens(['<|endoftext|>', '<|user|>'], 256) };
  const model = directory('model', toTokenizerJson(byteTokens()));
  const data = directory('data', toTokenizerJson(more));
  for (const [first, second] of [
    [model, data],
    [data, model],
  ] as const) {
    expect(check(first, second)).toEqual({
      match: 'extended',
      lines: [
        expect.stringContaining(
          `${data}/tokenizer.json has 1 added tokens that ${model}/tokenizer.json has not`,
        ),
      ],
    });
  }
});

it('warns where nothing says which tokenizer a model had', () => {
  const [model, data] = [directory('model'), directory('data', words)];
  expect(check(model, data)).toEqual({
    match: 'unknown',
    lines: [
      expect.stringMatching(/^warning: whether .*model was trained .* cannot be checked.* no manifest/),
    ],
  });
  expect(check(data, directory('foreign'))).toEqual({
    match: 'unknown',
    lines: [expect.stringMatching(/^warning: .* cannot be checked: there is no such file/)],
  });
});

it('finds the data of a training by what its manifest says, wherever the run keeps them', () => {
  const others = directory('out/full/data--k1/s2', toWordTokenizerJson(['b', 'a']));
  finish(others, 'data');
  for (const [train, data] of [
    ['out/full/train', 'out/full/data'],
    ['out/full/train--k1', 'out/full/data--k1/s1'],
    ['out/full/train--k1/s1', 'out/full/data--k2'],
    ['out/full/train--k2/s1', 'out/full/data--k2/s1'],
    ['elsewhere', 'somewhere'],
  ] as const) {
    const trained = finish(directory(data, words), 'data');
    const model = directory(`${train}/checkpoints/step-000010`);
    expect(findModelTokenizer(model, trained)).toBeUndefined();
    finish(join(parent, train), 'train', trained);
    const near = train === 'elsewhere' ? trained : others;
    expect(findModelTokenizer(model, near), train).toBe(join(trained, TOKENIZER_FILE));
    expect(check(model, trained).match).toBe('same');
    if (near === others) expect(() => check(model, others)).toThrow(/trained with another tokenizer/);
    else expect(check(model, others).match).toBe('unknown');
    // Made again from other options, it is not the one any more.
    writeJson(join(trained, MANIFEST_FILE), {});
    expect(findModelTokenizer(model, near)).toBeUndefined();
    rmSync(trained, { recursive: true });
  }
});

it('prefers the tokenizer beside the weights', () => {
  const model = directory('model', words);
  copyFileSync(join(model, TOKENIZER_FILE), join(parent, TOKENIZER_FILE));
  expect(findModelTokenizer(model, parent)).toBe(join(model, TOKENIZER_FILE));
});
