import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluation, type RunDirectories, readRows, steps, writeTable } from '@lethe/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { effectivityTable } from './analyses/effectivity/effectivity-table.js';
import { spillOverTable } from './analyses/twin/spill-over-table.js';
import { readFindings } from './claims/finding-rows.js';
import { effects } from './declaration.js';
import { analyzeSpec } from './options/analyze.js';
import { runAnalyze } from './run-analyze.js';
import { denseAfterInjections, writeSyntheticRun } from './testing/synthetic-experiment.js';

const base = {
  facts: { duplication: 3, once: 3, control: 2 },
  depths: ['memorization'],
  probesPerDepth: 1,
  steps: 120,
  start: 20,
  interval: 20,
  count: 3,
  noise: 0,
  seed: 1,
};
const world = { ...base, updates: denseAfterInjections(base, 20, 5) };

let root: string;
let lines: string[] = [];
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-plain-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  lines = [];
});

async function analyze(name: string, runs: RunDirectories[], config: object = {}) {
  const out = join(root, name, 'analyze');
  mkdirSync(out, { recursive: true });
  const spec = analyzeSpec.parse({ window: 10, bootstrap: { resamples: 100 }, ...config });
  await runAnalyze(
    { config: spec, experiment: name, profile: 'full', runs },
    { out, log: (line) => lines.push(line), signal: new AbortController().signal },
  );
  const csv = (figure: string): string[] =>
    readFileSync(join(out, `figures/${figure}.csv`), 'utf8')
      .trim()
      .split('\n');
  return { out, csv, html: readFileSync(join(out, 'report.html'), 'utf8') };
}

/** A run whose probes are measured and whose facts are not injected, with an evaluation. */
async function withoutInjections(name: string, id: string, values: RunDirectories['values']) {
  const run = await writeSyntheticRun(join(root, name), { ...world, start: 1000 }, id, values);
  const rows = [0, 60, 120].map((step) => ({
    step,
    loss: 9 - step / 20,
    standard_error: 0.1,
    rows: 16,
    tokens: 4096,
    seconds: step,
  }));
  writeTable(run.train, evaluation, rows);
  return run;
}

describe('runs without injections', () => {
  it('as twins correct the others probe by probe, seed by seed, and their losses are in the report', async () => {
    const runs: RunDirectories[] = [];
    for (const s of [1, 2, 3]) {
      runs.push(await withoutInjections('twins', `n0-s${s}`, { n: 0, s }));
      runs.push(await writeSyntheticRun(join(root, 'twins'), { ...world, seed: s }, `n3-s${s}`, { n: 3, s }));
    }
    const { out, csv, html } = await analyze('twins', runs, { twin: 'n0-s1', iqrFactor: null });
    const rows = (await readRows(out, effects)).filter(({ condition }) => condition !== 'control');
    expect(new Set(rows.map(({ run }) => run))).toEqual(new Set(['n3-s1', 'n3-s2', 'n3-s3']));
    expect(rows).toHaveLength(3 * (3 * 3 + 3));
    for (const row of rows) {
      // The twin rises too, by what all probes do.
      expect(row.twin_corrected_effectivity).toBeLessThan(row.effectivity);
      expect(row.twin_corrected_effectivity).toBeGreaterThan(0.1);
    }
    // Without noise the lag that facts choose for one another is that of their own maximum, or beside it.
    const told = (await readFindings(out)).find(
      ({ finding_id }) => finding_id === 'F1t-duplication-memorization@n3',
    )!;
    const own = rows.filter(({ condition }) => condition === 'duplication');
    expect(own.length).toBe(3 * 3 * 3);
    const published = own.reduce((sum, row) => sum + row.twin_corrected_effectivity!, 0) / own.length;
    expect(Math.abs(told.our_value! - published)).toBeLessThan(0.001);
    const means = (await readRows(out, effectivityTable)).filter(
      ({ condition, estimate }) => condition === 'duplication' && estimate === 'twin',
    );
    expect(means.map(({ encounter }) => encounter)).toEqual([1, 2, 3]);
    expect(means.reduce((sum, { mean }) => sum + mean / 3, 0)).toBeCloseTo(told.our_value!, 12);
    // Controls know nothing of injections here.
    const spills = await readRows(out, spillOverTable);
    expect(spills.map(({ depth, period }) => [depth, period])).toEqual([
      ['memorization', 'windows'],
      ['memorization', 'after'],
    ]);
    for (const { mean } of spills) expect(mean).toBeCloseTo(0, 6);
    expect(csv('g0-spill-over').length).toBeGreaterThan(20);
    expect(lines.join('\n')).toMatch(/n3: controls gain .* from injections of other facts in the windows/);
    expect(csv('g0-retention').some((line) => line.includes('twin subtracted'))).toBe(true);
    expect(csv('g0-effectivity').some((line) => line.includes('net of the twin'))).toBe(true);
    expect(told).toMatchObject({ seeds: 3, verdict: 'reproduced' });
    const drawn = csv('plain-loss').slice(1);
    expect(new Set(drawn.map((line) => line.split(',').slice(0, 3).join()))).toEqual(
      new Set([1, 2, 3].flatMap((s) => [`,"s=${s}, training"`, `,"s=${s}, held-out rows"`])),
    );
    expect(drawn).toContain(',"s=2, held-out rows",60,6,5.804,6.196');
    expect(html).toContain('<h2>Runs without injections: n=0</h2>');
    expect(html).toMatch(/<figcaption>Mean next-token loss[^<]*Held-out rows \(n = 16\)/);
    expect(csv('g0-loss').slice(1).length).toBe(3 * 120);
  });

  it('are all that there is in plain pretraining: losses, a panel for each setting', async () => {
    const facts = { once: 2 };
    const plain = (lr: number) =>
      writeSyntheticRun(join(root, 'plain'), { ...world, facts, start: 1000 }, `lr${lr}`, { lr });
    const { csv, html } = await analyze('plain', [await plain(1), await plain(2)]);
    expect(
      new Set(
        csv('plain-loss')
          .slice(1)
          .map((line) => line.split(',').slice(0, 2).join()),
      ),
    ).toEqual(new Set(['lr=1,training', 'lr=2,training']));
    expect(html).toContain('<h2>Losses</h2>');
    expect(html).toContain('Nothing that was measured speaks to any claim');
    expect(lines).toContain('no fact is injected and no question answered: there are losses alone');
  });

  it('without losses either are nothing to analyse', async () => {
    const run = await writeSyntheticRun(join(root, 'nothing'), { ...world, facts: { once: 1 }, start: 1000 });
    writeTable(run.train, steps, []);
    await expect(analyze('nothing', [run])).rejects.toThrow(/nothing to analyse[\s\S]*no loss/);
  });
});
