import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '@lethe/contracts/testing';
import type { StageTask } from '@lethe/experiment';
import { NATIVE_RECORD_FORMAT, nativeDirectory, writeNativeRecord } from '@lethe/runtime/native';
import { describe, expect, it } from 'vitest';
import { backendSettings, chosenBackend, resolvedBackend } from './chosen-backend.js';

const task = (stage: StageTask['stage'], override?: StageTask['override']) =>
  ({ stage, override }) as StageTask;

describe('chosenBackend', () => {
  it('prefers the option to the environment, and leaves auto open', () => {
    const env = { LETHE_BACKEND: 'wasm' };
    expect(chosenBackend(task('train'), 'tensorflow', env)).toBe('tensorflow');
    expect(chosenBackend(task('probe'), undefined, env)).toBe('wasm');
    expect(chosenBackend(task('train'), 'auto', {})).toBeUndefined();
    expect(chosenBackend(task('train'), undefined, { LETHE_BACKEND: 'auto' })).toBeUndefined();
    expect(chosenBackend(task('train'), undefined, { LETHE_BACKEND: '' })).toBeUndefined();
    expect(chosenBackend(task('train'), undefined, {})).toBeUndefined();
  });

  it('lets --backend auto win over LETHE_BACKEND', () => {
    expect(chosenBackend(task('train'), 'auto', { LETHE_BACKEND: 'wasm' })).toBeUndefined();
  });

  it('ignores the environment where nothing computes, and refuses the option there', () => {
    const env = { LETHE_BACKEND: 'wasm' };
    expect(chosenBackend(task('data'), undefined, env)).toBeUndefined();
    expect(() => chosenBackend(task('analyze'), 'wasm', env)).toThrow(/does not compute with a backend/);
    expect(() => chosenBackend(task('train', { command: 'x', inputs: [] }), 'wasm', env)).toThrow(
      /a custom command/,
    );
  });
});

describe('backendSettings', () => {
  /** A cache with a native library, as far as it is looked at. */
  function cache(version: string, variant: 'cpu' | 'gpu'): NodeJS.ProcessEnv {
    const env = { LETHE_CACHE: temporaryDirectory() };
    const directory = nativeDirectory(version, env);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'tfjs_binding.node'), 'binding');
    writeNativeRecord(directory, {
      format: NATIVE_RECORD_FORMAT,
      tensorflow: version,
      variant,
      platform: process.platform,
      arch: process.arch,
      bindingSource: '',
      source: '',
      compiler: '',
      date: '',
      files: [{ path: 'tfjs_binding.node', bytes: 7, sha256: '' }],
    });
    return env;
  }
  const native = (env: NodeJS.ProcessEnv, backend?: string) =>
    backendSettings(resolvedBackend(task('train'), backend, env), env);

  it('tells the backend that auto takes, and the library where it computes', () => {
    const with2 = cache('2.21.0', 'cpu');
    const tensorflow = { LETHE_BACKEND: 'tensorflow', native: 'tensorflow 2.21.0 cpu' };
    for (const backend of [undefined, 'auto', 'tensorflow'])
      expect(native(with2, backend)).toEqual(tensorflow);
    expect(native(with2, 'wasm')).toEqual({ LETHE_BACKEND: 'wasm' });
    expect(native(cache('2.21.0', 'gpu'))).toEqual({ ...tensorflow, native: 'tensorflow 2.21.0 gpu' });
    expect(native(cache('2.9.1', 'cpu'))).toEqual({ ...tensorflow, native: 'tensorflow 2.9.1 cpu' });
  });

  it('takes wasm where the library is gone or damaged', () => {
    const env = cache('2.21.0', 'cpu');
    truncateSync(join(nativeDirectory('2.21.0', env), 'tfjs_binding.node'), 3);
    for (const gone of [env, { LETHE_CACHE: temporaryDirectory() }]) {
      expect(native(gone)).toEqual({ LETHE_BACKEND: 'wasm' });
      expect(native(gone, 'tensorflow')).toEqual({ LETHE_BACKEND: 'tensorflow' });
    }
  });

  it('has nothing to tell of stages that compute without one', () => {
    const env = cache('2.21.0', 'cpu');
    for (const silent of [task('data'), task('train', { command: 'x', inputs: [] })]) {
      expect(resolvedBackend(silent, undefined, env)).toBeUndefined();
    }
    expect(backendSettings(undefined, env)).toEqual({});
  });
});
