import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  cacheDirectory,
  compareVersions,
  findNativeLibrary,
  nativeDirectory,
} from './find-native-library.js';
import { type NativeRecord, readNativeRecord, writeNativeRecord } from './native-record.js';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'lethe-native-'));
});
afterEach(() => {
  rmSync(cache, { recursive: true });
});

function provision(version: string, change: Partial<NativeRecord> = {}): string {
  const directory = nativeDirectory(version, { LETHE_CACHE: cache });
  mkdirSync(join(directory, 'lib'), { recursive: true });
  writeFileSync(join(directory, 'tfjs_binding.node'), 'binding');
  writeFileSync(join(directory, 'lib', 'libtensorflow_cc.so.2'), 'library');
  writeNativeRecord(directory, {
    format: 1,
    tensorflow: version,
    variant: 'cpu',
    platform: process.platform,
    arch: process.arch,
    bindingSource: '@tensorflow/tfjs-node-gpu 4.22.0',
    source: 'a test',
    compiler: 'c++ 12',
    date: '2026-01-01T00:00:00.000Z',
    files: [
      { path: 'tfjs_binding.node', bytes: 7, sha256: '0'.repeat(64) },
      { path: 'lib/libtensorflow_cc.so.2', bytes: 7, sha256: '0'.repeat(64) },
    ],
    ...change,
  });
  return directory;
}

const find = () => findNativeLibrary({ LETHE_CACHE: cache });

describe('native records', () => {
  test('a directory with a record and complete files counts; nothing temporary stays', () => {
    const directory = provision('2.21.0');
    expect(find()).toMatchObject({ found: true, directory, record: { tensorflow: '2.21.0' } });
    expect(readdirSync(directory).sort()).toEqual(['lib', 'native.json', 'tfjs_binding.node']);
  });

  test.each([
    ['no record', (directory: string) => rmSync(join(directory, 'native.json')), 'has no native.json'],
    [
      'half a record',
      (directory: string) => writeFileSync(join(directory, 'native.json'), '{"format": 1,'),
      'is not JSON',
    ],
    [
      'null',
      (directory: string) => writeFileSync(join(directory, 'native.json'), 'null'),
      'has another format',
    ],
    [
      'a missing library',
      (directory: string) => rmSync(join(directory, 'lib'), { recursive: true }),
      'is missing',
    ],
    [
      'a truncated binding',
      (directory: string) => writeFileSync(join(directory, 'tfjs_binding.node'), 'bin'),
      'has 3 bytes instead of 7',
    ],
  ])('with %s it does not count, and the reason is told', (_, damage, reason) => {
    damage(provision('2.21.0'));
    const search = find();
    expect(search).toMatchObject({ found: false });
    if (!search.found) expect(search.reasons.join()).toContain(reason);
  });

  test.each([
    [{ format: 2 }, 'has another format'],
    [{ arch: 'pdp11' }, 'was made for'],
    [{ files: [] }, 'lists no binding'],
  ])('a record with %j is not valid', (change, reason) => {
    const check = readNativeRecord(provision('2.21.0', change));
    expect(check).toMatchObject({ valid: false, reason: expect.stringContaining(reason) });
  });

  test('the newest complete library wins, by number and not by letter', () => {
    provision('2.9.1');
    const newer = provision('2.21.0');
    expect(find()).toMatchObject({ directory: newer });
    rmSync(join(newer, 'native.json'));
    expect(find()).toMatchObject({ record: { tensorflow: '2.9.1' } });
    expect(compareVersions('2.9.1', '2.21.0')).toBeLessThan(0);
    expect(compareVersions('2.21', '2.21.0')).toBe(0);
  });

  test('an empty cache gives no reasons', () => {
    expect(find()).toEqual({ found: false, root: join(cache, 'native'), reasons: [] });
  });
});

test('the cache is LETHE_CACHE, then XDG_CACHE_HOME, then the home directory', () => {
  expect(cacheDirectory({ LETHE_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
  expect(cacheDirectory({ XDG_CACHE_HOME: '/b' })).toBe(join('/b', 'lethe'));
  expect(cacheDirectory({})).toMatch(/\.cache.lethe$/);
});
