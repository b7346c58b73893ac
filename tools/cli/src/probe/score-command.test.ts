import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { expect, it } from 'vitest';
import { captureCommandLine } from '../testing/capture-command-line.js';

const model = fileURLToPath(new URL('../../../../packages/model/fixtures/tiny-gpt2', import.meta.url));

function writeTokenizer(path: string, words: readonly string[]): string {
  const json = {
    added_tokens: [{ id: 0, content: '</s>', special: true, normalized: false }],
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(['</s>', ...words].map((word, id) => [word, id])),
      unk_token: '</s>',
    },
  };
  writeFileSync(path, JSON.stringify(json));
  return path;
}

it('scores texts with a model, prints or writes lines of JSON, and names mistakes', async () => {
  const directory = temporaryDirectory();
  const at = (name: string): string => join(directory, name);
  const words = ['Ana', 'lives', 'in', 'Rome', 'Oslo'];
  const tokenizer = writeTokenizer(at('tokenizer.json'), words);
  writeFileSync(
    at('spans.jsonl'),
    '{"prompt":"Ana lives in","target":"Rome","id":"r"}\n{"prompt":"Ana","target":"Oslo"}\n',
  );
  const common = ['probe', 'score', at('spans.jsonl'), '--model', model, '--backend', 'wasm'];
  const printed = await captureCommandLine([...common, '--tokenizer', tokenizer, '--pmi']);
  expect(printed.code).toBe(0);
  const lines = printed.printed.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ id: 'r', tokens: [4], token_boundary: true, pmi: expect.any(Number) }),
    expect.objectContaining({ id: '2', tokens: [5] }),
  ]);
  const written = await captureCommandLine([
    ...common,
    '--tokenizer',
    tokenizer,
    '--out',
    at('scores.jsonl'),
  ]);
  expect([written.code, written.printed]).toEqual([0, `2 spans scored on wasm: ${at('scores.jsonl')}\n`]);
  expect(readFileSync(at('scores.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
  expect(existsSync(at('scores.jsonl.tmp'))).toBe(false);

  const without = await captureCommandLine(common);
  expect([without.code, without.logged]).toEqual([2, expect.stringContaining('name one with --tokenizer')]);
  const large = writeTokenizer(at('large.json'), [
    ...Array(80)
      .fill('x')
      .map((x, i) => `${x}${i}`),
    ...words,
  ]);
  const unfit = await captureCommandLine([...common, '--tokenizer', large]);
  expect([unfit.code, unfit.logged]).toEqual([
    2,
    expect.stringContaining('tokenizer does not fit the model'),
  ]);
}, 60_000);
