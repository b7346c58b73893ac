import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './provision-lock.js';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-lock-'));
  lock = join(folder, 'deep', '.lock');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const quick = { pollMs: 10 };
const never = () => {
  throw new Error('had to wait');
};

/** A lock as another process would leave it. */
async function leaveLock(holder: object): Promise<void> {
  (await takeLock(lock, never))();
  writeFileSync(lock, JSON.stringify({ token: 'other', ...holder }));
}

test('is free at first and gone when given back, with nothing beside it', async () => {
  const release = await takeLock(lock, never);
  expect(existsSync(lock)).toBe(true);
  release();
  expect(readdirSync(join(folder, 'deep'))).toEqual([]);
});

test('one at a time: of many at once each waits for the one before', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    const release = await takeLock(lock, () => {}, quick);
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 15));
    inside--;
    release();
  };
  await Promise.all([work(), work(), work(), work()]);
  expect(most).toBe(1);
});

test('a waiter says whom it waits for, once', async () => {
  const release = await takeLock(lock, never);
  const told: string[] = [];
  const second = takeLock(lock, (holder) => told.push(holder), quick);
  setTimeout(release, 100);
  (await second)();
  expect(told).toEqual([`process ${process.pid} on ${hostname()}`]);
});

test('a lock whose process is gone from this host is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  await leaveLock({ pid, host: hostname() });
  (await takeLock(lock, never, quick))();
  expect(readdirSync(join(folder, 'deep'))).toEqual([]);
});

test('a lock from another host is taken over when nobody has touched it for long, not before', async () => {
  await leaveLock({ pid: process.pid, host: 'elsewhere' });
  let waited = '';
  const taken = takeLock(
    lock,
    (holder) => {
      waited = holder;
      const old = new Date(Date.now() - 120_000);
      utimesSync(lock, old, old);
    },
    quick,
  );
  (await taken)();
  expect(waited).toBe(`process ${process.pid} on elsewhere`);
});

test('a broken lock file is taken over when it is old', async () => {
  (await takeLock(lock, never))();
  writeFileSync(lock, '{"tok');
  const old = new Date(Date.now() - 120_000);
  utimesSync(lock, old, old);
  (await takeLock(lock, never, quick))();
});

test('giving back leaves a lock alone that another process has taken meanwhile', async () => {
  const release = await takeLock(lock, never);
  writeFileSync(lock, JSON.stringify({ token: 'other', pid: process.pid, host: hostname() }));
  release();
  expect(existsSync(lock)).toBe(true);
});
