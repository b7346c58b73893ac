import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { modelConfigFromHuggingFace } from '../model/model-config.js';
import { readConfigJson } from './read-config-json.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-config-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function read(text: string): unknown {
  const path = join(directory, 'config.json');
  writeFileSync(path, text);
  return readConfigJson(path);
}

it('reads what Python writes for numbers that JSON lacks', () => {
  const text = '{"limit": Infinity, "low": -Infinity, "n": [NaN, 1], "name": "a \\" Infinity, NaN \\\\"}';
  expect(read(text)).toEqual({
    limit: 'Infinity',
    low: '-Infinity',
    n: ['NaN', 1],
    name: 'a " Infinity, NaN \\',
  });
});

it('reads JSON as it is', () => {
  const words = fc.constantFrom('NaN', '-Infinity', '"', '\\', 'x');
  const texts = fc.oneof(fc.string({ unit: words }), fc.string());
  const values = fc.jsonValue({ stringUnit: words });
  fc.assert(
    fc.property(fc.dictionary(texts, fc.oneof(values, texts)), (value) => {
      // JSON.stringify writes -0 as 0.
      const json = JSON.stringify(value);
      expect(read(json)).toEqual(JSON.parse(json));
    }),
  );
});

it('refuses such a number where a size is needed', () => {
  const json = read('{"model_type": "llama", "vocab_size": Infinity}');
  expect(() => modelConfigFromHuggingFace(json, 'c')).toThrow(
    /expected number, received string\s+→ at vocab_size/,
  );
});

it.each([
  '{"a": Infinityx}',
  '{"a": "',
  `{"a": "${'\\"'.repeat(1e5)}`,
  '',
  '\\',
  '{"a": +Infinity}',
  '{NaN: 1}x',
])('refuses what is not JSON: %.20j', (text) => {
  expect(() => read(text)).toThrow(LetheError);
});

it('refuses what is nested beyond what the stack holds', () => {
  const nested = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;
  expect(() => read(`{"model_type": ${nested}}`)).toThrow(/model_type\.0\.0.*nested too deeply/);
});
