import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nativeDirectory } from './find-native-library.js';
import { installNodeUtilShim, loadNativeBinding } from './load-native-binding.js';
import { writeNativeRecord } from './native-record.js';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'lethe-native-'));
  vi.stubEnv('LETHE_CACHE', cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

test('without a library the error says where it looked and what to run', () => {
  expect(() => loadNativeBinding()).toThrow(
    /no native TensorFlow library is provisioned[\s\S]*npm run setup/,
  );
});

test('an addon that does not load is an error that names the file and the cause', () => {
  const directory = nativeDirectory('2.21.0');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'tfjs_binding.node'), 'no machine code');
  writeNativeRecord(directory, {
    format: 1,
    tensorflow: '2.21.0',
    variant: 'cpu',
    platform: process.platform,
    arch: process.arch,
    bindingSource: '',
    source: '',
    compiler: '',
    date: '',
    files: [{ path: 'tfjs_binding.node', bytes: 15, sha256: '' }],
  });
  expect(() => loadNativeBinding()).toThrow(
    /tfjs_binding\.node: the native TensorFlow library does not load/,
  );
});

test('the shim gives node:util the functions that newer versions of Node lack', () => {
  installNodeUtilShim();
  const util = createRequire(import.meta.url)('node:util');
  expect([null, undefined, 0, ''].map(util.isNullOrUndefined)).toEqual([true, true, false, false]);
  expect([util.isArray([]), util.isArray({ length: 0 })]).toEqual([true, false]);
});
