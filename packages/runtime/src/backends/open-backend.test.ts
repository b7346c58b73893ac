import { LetheError } from '@lethe/contracts';
import { describe, expect, test } from 'vitest';
import type { BackendOpener } from './backend.js';
import { backendRemarks, chooseBackend, openBackend } from './open-backend.js';

/** An opener that notes its calls; `error` makes it refuse. */
function opener(name: BackendOpener['name'], calls: string[], error?: Error): BackendOpener {
  return {
    name,
    async open(options) {
      calls.push(`${name} ${JSON.stringify(options.threads)}`);
      if (error !== undefined) throw error;
      const description = { device: 'CPU' as const, threads: 1, versions: {}, notes: [] };
      return { name, tf: {} as never, description };
    },
  };
}

describe('chooseBackend', () => {
  const missing = new LetheError({
    what: 'no library',
    where: 'cache',
    found: 'nothing',
    next: 'run the setup',
  });

  test('auto takes the first that loads and says why the better ones did not', async () => {
    const calls: string[] = [];
    const openers = [
      opener('tensorflow', calls, missing),
      opener('webgpu', calls, new Error('no adapter\nstack')),
      opener('wasm', calls),
    ];
    const backend = await chooseBackend({}, openers, {});
    expect(backend.name).toBe('wasm');
    expect(backend.refused).toEqual([
      { name: 'tensorflow', reason: 'no library (cache: nothing); run the setup' },
      { name: 'webgpu', reason: 'no adapter' },
    ]);
    expect(calls).toHaveLength(3);
  });

  test('auto stops at the first that loads', async () => {
    const calls: string[] = [];
    const backend = await chooseBackend(
      { threads: 3 },
      [opener('tensorflow', calls), opener('wasm', calls)],
      {},
    );
    expect([backend.name, backend.refused, calls]).toEqual(['tensorflow', [], ['tensorflow 3']]);
  });

  test('LETHE_BACKEND is the default, the option wins over it', async () => {
    const openers = [opener('tensorflow', []), opener('wasm', [])];
    expect((await chooseBackend({}, openers, { LETHE_BACKEND: 'wasm' })).name).toBe('wasm');
    expect((await chooseBackend({ backend: 'tensorflow' }, openers, { LETHE_BACKEND: 'wasm' })).name).toBe(
      'tensorflow',
    );
    expect((await chooseBackend({ backend: 'auto' }, openers, { LETHE_BACKEND: 'wasm' })).name).toBe(
      'tensorflow',
    );
  });

  test('a named backend that does not load is an error, never a fallback', async () => {
    const openers = [opener('tensorflow', [], missing), opener('wasm', [])];
    await expect(chooseBackend({ backend: 'tensorflow' }, openers, {})).rejects.toThrow(missing);
  });

  test('names that are unknown or not part of the build are told apart', async () => {
    const openers = [opener('wasm', [])];
    await expect(chooseBackend({ backend: 'webgpu' }, openers, {})).rejects.toThrow(
      'this build has no webgpu backend yet',
    );
    const unknown = chooseBackend({}, openers, { LETHE_BACKEND: 'cuda' });
    await expect(unknown).rejects.toThrow(
      /LETHE_BACKEND: there is no backend of this name\n.*auto, wasm\n.*cuda/,
    );
  });

  test('unusable threads are an error of their own, not a reason to fall back', async () => {
    const calls: string[] = [];
    const choice = chooseBackend({}, [opener('wasm', calls)], { LETHE_THREADS: 'many' });
    await expect(choice).rejects.toThrow(/LETHE_THREADS: .*\n.*1 to 1024\n.*many/);
    expect(calls).toEqual([]);
  });

  test('all refusing is an error that lists every reason', async () => {
    const openers = [opener('tensorflow', [], missing), opener('wasm', [], new Error('no SIMD'))];
    await expect(chooseBackend({}, openers, {})).rejects.toThrow(/tensorflow: no library.*wasm: no SIMD/);
  });
});

describe('openBackend', () => {
  test('wasm opens everywhere, says what it is and notes threads that it cannot use', async () => {
    const backend = await openBackend({ backend: 'wasm', threads: 4 });
    expect(backend.tf.getBackend()).toBe('wasm');
    expect(backend.description).toMatchObject({ device: 'CPU', threads: 1, versions: { wasm: '4.22.0' } });
    expect(backend.description.notes).toEqual(['wasm computes on one thread, not on 4']);
    expect(backend.binding).toBeUndefined();
  });

  test('this build has no webgpu backend', async () => {
    await expect(openBackend({ backend: 'webgpu' })).rejects.toThrow('this build has no webgpu backend yet');
  });
});

test('backendRemarks says why no better backend is used, then what the chosen one has to say', () => {
  const description = { device: 'CPU' as const, threads: 1, versions: {}, notes: ['slow'] };
  const refused = [{ name: 'tensorflow' as const, reason: 'no library' }];
  expect(backendRemarks({ description, refused })).toEqual([
    'backend tensorflow is not used: no library',
    'slow',
  ]);
});
