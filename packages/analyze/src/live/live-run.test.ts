import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { steps, writeTable } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { writeSyntheticRun } from '../testing/synthetic-experiment.js';
import { LiveRun } from './live-run.js';

const world = {
  facts: { duplication: 2, control: 1 },
  depths: ['memorization'],
  probesPerDepth: 1,
  ...{ steps: 20, start: 2, interval: 5, count: 3, updates: [0, 10, 20], noise: 0, seed: 1 },
};

async function following(
  prepare: (train: string) => void,
  check: (live: LiveRun, train: string) => Promise<void>,
  poll = 3_600_000,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'lethe-live-run-'));
  const controller = new AbortController();
  try {
    const run = await writeSyntheticRun(directory, world);
    prepare(run.train);
    const live = new LiveRun(run, world.steps, poll);
    const followed = live.follow(controller.signal);
    await check(live, run.train);
    controller.abort();
    await followed;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

it('shows what the tables of a run hold', () =>
  following(
    () => undefined,
    async (live, train) => {
      const panels = () => live.snapshot().panels.flatMap(({ series }) => series);
      const places = () => panels().map(({ points }) => points.map(([x]) => x));
      while (live.snapshot().step < world.steps || places().flat().length < 6)
        await readFile(join(train, 'steps.arrows'));
      expect(live.snapshot()).toMatchObject({ status: 'finished', step: 20, steps: 20, rounds: [2, 7, 12] });
      expect(places()).toEqual([world.updates, world.updates]);
    },
  ));

it('waits before it looks again at a stream that is none', () =>
  following(
    (train) => writeFileSync(join(train, 'steps.arrows'), 'no Arrow stream'),
    async (live, train) => {
      while (live.version < 2) await readFile(join(train, 'steps.arrows'));
      for (let look = 0; look < 50; look++) await readFile(join(train, 'steps.arrows'));
      expect(live.version).toBeLessThan(6);
      expect(live.failure).toBeUndefined();
    },
  ));

it('says of a table that stays broken what it is, until it is written anew', () =>
  following(
    (train) => writeFileSync(join(train, 'steps.arrows'), 'no Arrow stream'),
    async (live, train) => {
      await expect
        .poll(() => live.failure?.message)
        .toMatch(/steps\.arrows: no Arrow message at byte 0; waiting/);
      writeTable(train, steps, [{ step: 0, tokens: 8, loss: 3, learning_rate: 0, grad_norm: 0, seconds: 0 }]);
      await expect.poll(() => live.snapshot().step).toBe(1);
      expect(live.failure).toBeUndefined();
    },
    1,
  ));
