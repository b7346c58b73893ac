import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LetheError } from '@lethe/contracts';
import { afterAll, expect, test } from 'vitest';
import { importInjections, readInjectionMap } from './read-injection-map.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-import-'));
afterAll(() => rmSync(directory, { recursive: true }));

// Written by torch 2.13: pickle/testing/make-fixtures.py.
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../pickle/testing/${name}.pkl`, import.meta.url));
const plain = (name: string): unknown =>
  readInjectionMap(fixture(name)).map(({ step, texts }) => [step, texts.map((tokens) => [...tokens])]);

test('maps of tensors by step, in every protocol that Python writes', () => {
  for (const protocol of [2, 3, 4, 5]) {
    expect(plain(`steps-${protocol}`)).toEqual([
      [0, [[1, 2, 50279], [7]]],
      [20, []],
      [100, [[3, 2147483647]]],
    ]);
  }
  expect(plain('plain')).toEqual([
    [0, [[1, 2, 300], [70000]]],
    [5, [[4]]],
  ]);
  expect(plain('view')).toEqual([[0, [[1, 2, 3]]]]);
});

test('a map becomes the JSON of the injection export', async () => {
  const out = join(directory, 'injections.json');
  expect(await importInjections(fixture('steps-4'), out)).toEqual({ steps: 3, texts: 3, tokens: 6 });
  expect(readFileSync(out, 'utf8')).toBe(
    '{\n"0": [[1, 2, 50279], [7]],\n"20": [],\n"100": [[3, 2147483647]]\n}\n',
  );
  expect(existsSync(`${out}.tmp`)).toBe(false);
});

test.each<[string, RegExp]>([
  [
    'instances',
    /of the older kind[\s\S]*training steps[\s\S]*2 keys from 485137 to 933327325[\s\S]*7b-0\.pkl/,
  ],
  ['command', /posix\.system/],
  ['set', /EMPTY_SET/],
  ['float-tensor', /torch\.FloatStorage/],
  ['matrix', /not a row of integers/],
  ['negative', /not a token id[\s\S]*0 to 2147483647[\s\S]*-1/],
  ['absent', /cannot be read/],
])('%s.pkl is refused with the reason', async (name, message) => {
  const out = join(directory, 'refused.json');
  await expect(importInjections(fixture(name), out)).rejects.toThrow(LetheError);
  await expect(importInjections(fixture(name), out)).rejects.toThrow(message);
  expect(existsSync(out)).toBe(false);
});

test('files that are no such map are refused', () => {
  const message = (text: string): string => {
    const path = join(directory, 'other.pkl');
    writeFileSync(path, Buffer.from(text, 'latin1'));
    try {
      readInjectionMap(path);
    } catch (error) {
      expect(error).toBeInstanceOf(LetheError);
      return (error as LetheError).message;
    }
    return 'read';
  };
  expect(message('\x80\x02].')).toMatch(/not an injection map/);
  expect(message('\x80\x02}.')).toBe('read');
  expect(message('\x80\x02}.N')).toMatch(/followed by more bytes/);
  expect(message('\x80\x02}X\x01\x00\x00\x00a]s.')).toMatch(/not a training step[\s\S]*a$/);
  expect(message('\x80\x02}(K\x00]X\x01\x00\x00\x000]u.')).toMatch(/duplicate step/);
  expect(message('\x80\x02}K\x00Ns.')).toMatch(/something other than sequences/);
  expect(message('\x80\x02}K\x00](]Nes.')).toMatch(/something other than sequences/);
  // One list of a million ids, named a thousand times in a few kilobytes more.
  const ids = `K\x01`.repeat(1_000_000);
  expect(message(`\x80\x02}K\x00](](${ids}eq\x00${'h\x00'.repeat(1000)}es.`)).toMatch(
    /too large[\s\S]*1001000000/,
  );
});
