import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzzInput, fuzzSource } from './fuzz-input.js';
import { LARGEST_INPUT } from './largest-input.js';
import { mutateJson, nestedValue, replaceValues } from './mutate-json.js';
import { fuzzedParsers } from './parsers.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-fuzz-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('fuzzing', () => {
  // A parser that refuses what it is fuzzed from is fuzzed at its gate alone.
  it.each(fuzzedParsers)('begins with files that $name reads', async (parser) => {
    const own = mkdtempSync(join(directory, 'own-'));
    const { seeds } = fuzzSource(parser, own);
    expect(seeds.length).toBeGreaterThan(0);
    for (const seed of seeds) {
      writeFileSync(join(own, parser.file), seed);
      await parser.read(join(own, parser.file));
    }
  });

  it('replaces single values of JSON, and no keys', () => {
    const value = (): string => nestedValue(2);
    const replaced = replaceValues(Buffer.from('{"a": 1, "b": [true, "c"]}'), 9, value);
    expect(replaced.map((make) => make().toString())).toEqual([
      '{"a": [[1]], "b": [true, "c"]}',
      '{"a": 1, "b": [[[1]], "c"]}',
      '{"a": 1, "b": [true, [[1]]]}',
    ]);
    expect(replaceValues(Buffer.from(`[${'0,'.repeat(99)}0]`), 10, value)).toHaveLength(10);
  });

  it('makes no file of gigabytes where long values are repeated', () => {
    // 64 of these values would have 64 MiB.
    const json = Buffer.from(`[${JSON.stringify('x'.repeat(2 ** 20))}]`);
    const sizes = Array.from({ length: 20 }, (_, i) => mutateJson(json, createRandom(i, 'test')).length);
    expect(Math.max(...sizes)).toBe(LARGEST_INPUT);
    expect(Math.min(...sizes)).toBeLessThan(LARGEST_INPUT);
  });

  it('gives the same inputs for the same seed, and others for another', () => {
    const source = fuzzSource(fuzzedParsers.find(({ name }) => name === 'parquet')!, directory);
    const first = source.seeds.length + source.hostile.length;
    const inputs = (seed: number) =>
      Array.from({ length: 100 }, (_, i) => fuzzInput(source, seed, first + i).toString('latin1'));
    expect(inputs(1)).toEqual(inputs(1));
    const both = new Set([...inputs(1), ...inputs(2)]);
    expect(both.size).toBeGreaterThan(180);
    for (const seed of source.seeds) both.delete(seed.toString('latin1'));
    expect(both.size).toBeGreaterThan(180);
  });
});
