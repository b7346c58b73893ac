import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzzInput, fuzzSource } from './fuzz-input.js';
import { nestValues } from './mutate-json.js';
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

  it('nests single values of JSON, and no keys', () => {
    const nested = nestValues(Buffer.from('{"a": 1, "b": [true, "c"]}'), 9, 2).map(String);
    expect(nested).toEqual([
      '{"a": [[1]], "b": [true, "c"]}',
      '{"a": 1, "b": [[[1]], "c"]}',
      '{"a": 1, "b": [true, [[1]]]}',
    ]);
    expect(nestValues(Buffer.from(`[${'0,'.repeat(99)}0]`), 10, 1)).toHaveLength(10);
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
