import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../backends/open-backend.js';
import { type BackendCheck, measureSpeed } from './check-backend.js';
import { checkInChild } from './check-in-child.js';
import { diagnose } from './diagnose.js';
import { formatDiagnosis } from './format-diagnosis.js';

const works: BackendCheck = {
  works: true,
  description: { device: 'CPU', threads: 1, versions: { wasm: '4.22.0' }, notes: ['slow today'] },
  speed: { matmulGflops: 20.44, smallOpsPerSecond: 123_456 },
};
const fails: BackendCheck = { works: false, reason: 'no library', next: 'run the setup' };
const env = { LETHE_CACHE: join(tmpdir(), 'lethe-no-such-cache') };

describe('diagnose', () => {
  test('asks every backend, one after the other, and finds what auto takes', async () => {
    const asked: string[] = [];
    let open = 0;
    const diagnosis = await diagnose({
      env,
      check: async (name) => {
        expect(++open).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        open--;
        asked.push(name);
        return name === 'wasm' ? works : fails;
      },
    });
    expect(asked).toEqual(['tensorflow', 'wasm']);
    expect(diagnosis).toMatchObject({
      node: process.versions.node,
      auto: 'wasm',
      native: { found: false, reasons: [] },
      backends: [
        { name: 'tensorflow', check: fails },
        { name: 'wasm', check: works },
        { name: 'webgpu', check: { works: false, reason: 'not part of this build' } },
      ],
      extra: [],
    });
    expect(diagnosis.preferred).toBeUndefined();
  });

  test('takes lines from others and survives one that throws', async () => {
    const extra = [
      () => ['nx          24'],
      async () => {
        throw new Error('no such file');
      },
      async () => ['last'],
    ];
    const diagnosis = await diagnose({ env, check: async () => fails, extra });
    expect(diagnosis.extra).toEqual(['nx          24', 'a check failed: no such file', 'last']);
    expect(diagnosis.auto).toBeUndefined();
  });
});

test('formatDiagnosis gives a line per fact, reasons and next steps included', async () => {
  const diagnosis = await diagnose({
    env: { ...env, LETHE_BACKEND: 'wasm' },
    check: async (name) => (name === 'wasm' ? works : fails),
    extra: [() => ['nx          24']],
  });
  const lines = formatDiagnosis({ ...diagnosis, node: '22.1.0', platform: 'linux', arch: 'x64' }).split('\n');
  expect(lines[0]).toBe('node        22.1.0 on linux-x64');
  expect(lines.slice(3)).toEqual([
    'native      none',
    'tensorflow  no: no library; run the setup',
    'wasm        yes: CPU, 1 thread; matmul 20 GFLOP/s; 120 thousand small operations/s; wasm 4.22.0',
    '            note: slow today',
    'webgpu      no: not part of this build',
    'auto        wasm',
    'default     wasm (LETHE_BACKEND)',
    'nx          24',
  ]);
});

describe('checkInChild', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lethe-doctor-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const script = (code: string) => {
    const path = join(folder, 'child.mjs');
    writeFileSync(path, code);
    return path;
  };

  test('returns what the child prints last, whatever else it says', async () => {
    const child = script(
      `console.log('noise'); console.log(JSON.stringify({ works: false, reason: process.argv[2] }))`,
    );
    expect(await checkInChild('wasm', { script: child })).toEqual({ works: false, reason: 'wasm' });
  });

  test.each([
    [
      'crashes',
      'process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1000)',
      'the process crashed (SIGSEGV)',
    ],
    ['hangs', 'setInterval(() => {}, 1000)', 'no answer within 0.5 seconds'],
    ['throws', 'throw new TypeError("no such symbol")', 'TypeError: no such symbol'],
    ['says nothing', '', 'the process ended with status 0 and no result'],
  ])('a child that %s is a result', async (_, code, reason) => {
    expect(
      await checkInChild('wasm', {
        script: script(code),
        timeoutMs: code.startsWith('setInterval') ? 500 : 60_000,
      }),
    ).toEqual({ works: false, reason });
  });

  test('says so when the packages are not built', async () => {
    const check = await checkInChild('wasm', { script: join(folder, 'none.js') });
    expect(check).toMatchObject({ works: false, next: 'run `npm run build`' });
  });
});

test('measureSpeed gives positive rates and leaves no tensor behind', async () => {
  const { tf } = await openBackend({ backend: 'wasm' });
  const before = tf.memory().numTensors;
  const speed = await measureSpeed(tf, 0.1);
  expect(speed.matmulGflops).toBeGreaterThan(0.01);
  expect(speed.smallOpsPerSecond).toBeGreaterThan(100);
  expect(tf.memory().numTensors).toBe(before);
});
