import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { loadTokenizer, type Tokenizer } from '@lethe/tokenizers';
import { afterAll, expect, test } from 'vitest';
import { dataSpec } from '../../options/data.js';
import { asStream } from '../background/background-source.js';
import { makeTokenizer } from './tokenizer-types.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-make-'));
afterAll(() => rmSync(directory, { recursive: true }));

const golden = (name: string): { tokenizer: object; vocabSize: number } =>
  JSON.parse(
    readFileSync(
      new URL(`../../../../../tokenizers/src/testing/golden/${name}.json`, import.meta.url),
      'utf8',
    ),
  );
for (const name of ['word-piece', 'gpt2-style']) {
  writeFileSync(join(directory, `${name}.json`), JSON.stringify(golden(name).tokenizer));
}

let outs = 0;
async function make(spec: unknown, seed = 1): Promise<{ out: string; made: Tokenizer; read: Tokenizer }> {
  const out = join(directory, `out-${outs++}`);
  mkdirSync(out);
  const context = {
    ...{ baseDirectory: directory, log: () => {}, signal: new AbortController().signal, seed },
    async textsOf(other: number) {
      const animal = other === 1 ? 'dog' : 'cow';
      const document = { id: 'b', text: `${animal} ${animal}`, source: 's' };
      return { facts: [], background: asStream([[document]]) };
    },
  };
  const maker = await makeTokenizer(dataSpec.shape.tokenizer.parse(spec), context);
  maker.add?.([{ id: 'a', text: 'the cat the cat', source: 's' }]);
  const made = maker.finish([], out);
  return { out, made, read: loadTokenizer(join(out, 'tokenizer.json')) };
}

test('the tokenizer that is read back from the stage is the one that it used', async () => {
  const file = (name: string, endOfText?: string) => ({
    type: 'file',
    location: { path: `${name}.json` },
    endOfText,
  });
  const { vocabSize: pieces } = golden('word-piece');
  for (const [spec, size, endOfText] of [
    [{ type: 'bytes' }, 257, 256],
    [{ type: 'byte-bpe', vocabSize: 259 }, 259, 258],
    [{ type: 'gpt2' }, 50257, 50256],
    [file('gpt2-style'), 314, 313],
    [file('word-piece'), pieces, 3],
    [file('word-piece', '[CLS]'), pieces, 2],
  ] as const) {
    const { made, read } = await make(spec);
    for (const tokenizer of [made, read]) {
      expect([tokenizer.vocabSize, tokenizer.endOfText], JSON.stringify(spec)).toEqual([size, endOfText]);
      expect(tokenizer.encode('the cat')).toEqual(made.encode('the cat'));
    }
  }
});

test('byte-level BPE is trained on the texts of its own seed, whatever the seed of the data', async () => {
  const merged = async (options: object, seed: number): Promise<string[]> => {
    const { made } = await make({ type: 'byte-bpe', vocabSize: 300, ...options }, seed);
    return ['cat', 'dog', 'cow'].filter((word) => made.encode(word).length === 1);
  };
  // The documents that the maker is shown, of the cat, are those of the seed of the data.
  expect(await merged({}, 1)).toEqual(['cat']);
  expect(await merged({}, 2)).toEqual(['dog']);
  expect(await merged({ seed: 2 }, 1)).toEqual(['cow']);
});

test('a file is copied as it stands', async () => {
  const { out } = await make({ type: 'file', location: { path: 'word-piece.json' }, endOfText: '[CLS]' });
  expect(readFileSync(join(out, 'tokenizer.json'))).toEqual(readFileSync(join(directory, 'word-piece.json')));
  expect(JSON.parse(readFileSync(join(out, 'tokenizer_config.json'), 'utf8'))).toEqual({
    tokenizer_class: 'PreTrainedTokenizerFast',
    eos_token: '[CLS]',
  });
});

test('an absent file, one that is no tokenizer, and an unknown end-of-text token are refused', async () => {
  writeFileSync(join(directory, 'other.json'), '{"model": {"type": "BPE"}}');
  writeFileSync(join(directory, 'broken.json'), '{');
  const refused = async (path: string, endOfText?: string): Promise<string> => {
    const error = await make({ type: 'file', location: { path }, endOfText }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(LetheError);
    return (error as LetheError).message;
  };
  expect(await refused('absent.json')).toMatch(/was not found/);
  expect(await refused('other.json')).toMatch(/other\.json: this tokenizer cannot be read/);
  expect(await refused('broken.json')).toMatch(/broken\.json: this tokenizer is not JSON/);
  expect(await refused('gpt2-style.json', '<eot>')).toMatch(/no such end-of-text token[\s\S]*<eot>/);
});
