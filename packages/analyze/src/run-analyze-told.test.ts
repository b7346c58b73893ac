import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backgroundEncounters, facts, type RunDirectories, readRows, writeTable } from '@lethe/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { measureRuns } from './analysis/measure-runs.js';
import { effects, fits, retainability } from './declaration.js';
import { analyzeSpec } from './options/analyze.js';
import { readMeasurements, readTwin } from './read/read-measurements.js';
import { runAnalyze } from './run-analyze.js';
import { writeSyntheticRun } from './testing/synthetic-experiment.js';

/** A name that any page and file has to bear. */
const often = 'told & "16x" <b>/2\u2013';
const world = {
  facts: { duplication: 6, rarely: 5, [often]: 5, other: 3, control: 5 },
  depths: ['memorization'],
  probesPerDepth: 2,
  steps: 400,
  start: 60,
  interval: 30,
  count: 4,
  noise: 0.02,
  seed: 1,
  told: { rarely: 2, [often]: 9 },
  updates: Array.from({ length: 81 }, (_, i) => 5 * i),
};

let root: string;
let run: RunDirectories;
let lines: string[] = [];
const note = (line: string): void => void lines.push(line);
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-told-'));
  run = await writeSyntheticRun(join(root, 'world'), world);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  lines = [];
});

async function analyze(name: string, runs: RunDirectories[]): Promise<string> {
  const out = join(root, name);
  mkdirSync(out, { recursive: true });
  const config = analyzeSpec.parse({ window: 20, bootstrap: { resamples: 100 }, exports: [] });
  const context = { out, log: note, signal: new AbortController().signal };
  await runAnalyze({ config, experiment: name, profile: 'full', runs }, context);
  return out;
}

describe('facts that the background tells', () => {
  it('are met at its steps, in the condition of their scenario', async () => {
    const measured = (await readMeasurements(run, note))!;
    const table = new Map(
      (await readRows(run.data, backgroundEncounters)).map((row) => [row.fact_id, row.steps]),
    );
    expect(table.size).toBe(10);
    for (const { id, condition, encounters, told } of measured.facts) {
      expect(told !== undefined).toBe(condition === 'rarely' || condition === often);
      if (told) expect([...encounters]).toEqual([...new Set(table.get(id))]);
      else expect(encounters.length).toBe(condition === 'control' ? 0 : 4);
    }
  });

  it('have effects and curves, and change nothing about the others', async () => {
    // The same measurements without the table: what was told is left out, as it is no control and not injected.
    const data = join(root, 'without-table');
    cpSync(run.data, data, { recursive: true });
    rmSync(join(data, 'background_encounters.arrow'));
    const out = await analyze('with-and-without', [
      { ...run, id: 'with', values: { told: 1 } },
      { ...run, id: 'without', values: { told: 0 }, data },
    ]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^without: 10 facts are left out: .* never injected$/),
    );

    const rows = (await readRows(out, effects)).filter((row) => row.run === 'with');
    const of = (condition: string) => rows.filter((row) => row.condition === condition);
    const mean = (condition: string): number =>
      of(condition).reduce((sum, row) => sum + row.bias_corrected_effectivity!, 0) / of(condition).length;
    expect(of('rarely').length).toBeGreaterThan(15);
    expect(of(often).length).toBeGreaterThan(70);
    // The world gives every encounter half a nat, of which a window shows most.
    for (const condition of ['rarely', often]) {
      expect(mean(condition)).toBeGreaterThan(0.2);
      expect(mean(condition)).toBeLessThan(0.6);
    }
    const kept = (await readRows(out, retainability)).map(({ condition }) => condition);
    expect([...new Set(kept)].sort()).toEqual(['duplication', 'other']);
    const html = readFileSync(join(out, 'report.html'), 'utf8');
    expect(html).toContain('told &amp; &quot;16x&quot; &lt;b&gt;/2\u2013');
    expect(html.replace(/<script>[\s\S]*?<\/script>/g, '')).not.toContain('<b>/2');

    // Every run draws its own resamples, and outliers among controls are sought in all windows together.
    const isOther = /^(run|low|high|standard_error.*|x_intercept.*|bias_corrected_effectivity)$/;
    for (const table of [fits, retainability, effects] as const) {
      const own = (await readRows(out, table)).filter(({ condition }) => condition === 'duplication');
      const as = (id: string) =>
        own
          .filter((row) => row.run === id)
          .map((row) => Object.entries(row).filter(([column]) => !isOther.test(column)));
      expect(as('with').length).toBeGreaterThan(3);
      expect(as('with')).toEqual(as('without'));
    }
  });

  it('have no twin where it tells them too', async () => {
    const measured = (await readMeasurements(run, note))!;
    const twin = await readTwin(run, measured);
    const width = twin.updates.length;
    measured.probes.forEach(({ fact }, p) => {
      const row = twin.values.subarray(p * width, (p + 1) * width);
      expect(row.every(Number.isNaN)).toBe(measured.facts[fact]!.told !== undefined);
    });
  });

  it('are reported where only some of a condition are told, since it loses its retention', async () => {
    const data = join(root, 'told-too');
    cpSync(run.data, data, { recursive: true });
    const rows = await readRows(data, backgroundEncounters);
    writeTable(data, backgroundEncounters, [
      ...rows,
      { fact_id: 'duplication-1', steps: [9, 80], rows: [0, 0] },
    ]);
    const notes: string[] = [];
    const context = { log: note, signal: new AbortController().signal };
    const config = analyzeSpec.parse({ window: 20 });
    const measured = await measureRuns(
      [{ ...run, data }],
      config,
      context,
      (line) => notes.push(line),
      () => {},
    );
    expect(notes).toContainEqual(
      expect.stringMatching(/tells 1 of 6 facts of duplication too: it has no retention/),
    );
    expect(notes.join()).not.toMatch(/of rarely too/);
    const { facts: met } = measured.get('main')!.measurements;
    // Injected and told, dated by measurements every five updates.
    expect([...met.find(({ id }) => id === 'duplication-1')!.encounters]).toEqual([5, 60, 80, 90, 120, 150]);
  });

  it('are no controls', async () => {
    const data = join(root, 'told-control');
    cpSync(run.data, data, { recursive: true });
    const [control] = (await readRows(data, facts)).filter(({ scenario }) => scenario === 'control');
    writeTable(data, backgroundEncounters, [{ fact_id: control!.fact_id, steps: [7], rows: [0] }]);
    await expect(readMeasurements({ ...run, data }, note)).rejects.toThrow(
      /background tells a control[\s\S]*told at step 7/,
    );
  });
});
