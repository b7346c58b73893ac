import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunDirectories } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentContext } from '../../testing/experiment-context.js';
import { writeSyntheticRun } from '../../testing/synthetic-experiment.js';
import { runSeedVariance } from './run-seed-variance.js';
import { seedVarianceTables } from './seed-variance-html.js';

const updates = [0, 10, ...Array.from({ length: 40 }, (_, i) => 11 + 3 * i), 200, 300];
const world = {
  facts: { duplication: 6, control: 6 },
  depths: ['memorization'],
  ...{ probesPerDepth: 1, steps: 300, start: 10, interval: 40, count: 3, noise: 0.05, updates },
};
let root: string;
const runs: RunDirectories[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-seed-variance-'));
  // The measurements are those of ds, whatever ts is.
  for (const ds of [1, 2, 3]) {
    for (const ts of [1, 2]) {
      runs.push(await writeSyntheticRun(root, { ...world, seed: ds }, `ds${ds}-ts${ts}`, { ds, ts }));
    }
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('variance over kinds of seeds', () => {
  it('is that of the seeds on which numbers depend', async () => {
    const { result: rows } = runSeedVariance((await experimentContext(runs)).groups[0]!)!;
    expect([...new Set(rows.map(({ measure }) => measure))]).toEqual(['effectivity', 'decay']);
    for (const measure of ['effectivity', 'decay']) {
      const own = rows.filter((row) => row.measure === measure);
      expect(own.map(({ seeds, levels }) => `${seeds} ${levels}`)).toEqual(['ds 3', 'ts 2', 'rest 6']);
      const [data, training, rest] = own;
      expect(data!.variance).toBeGreaterThan(0);
      expect(data!.share).toBeGreaterThan(0.999);
      expect(training!.share + rest!.share).toBeLessThan(0.001);
      expect(data!.p).toBeLessThan(0.001);
    }
    const html = seedVarianceTables(rows);
    expect(html).toContain('duplication, memorization');
    expect(html).toContain('ts: training: initial weights');
  });

  it('is nothing where seeds are swept together, or a combination is missing', async () => {
    expect(runSeedVariance((await experimentContext(runs.slice(1))).groups[0]!)).toBeUndefined();
    const together = runs.slice(0, 3).map((run, i) => ({ ...run, values: { s: i } }));
    expect(runSeedVariance((await experimentContext(together)).groups[0]!)).toBeUndefined();
  });
});
