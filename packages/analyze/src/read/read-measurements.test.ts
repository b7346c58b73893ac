import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facts, probes, readRows, writeTable } from '@lethe/contracts';
import { afterAll, expect, test } from 'vitest';
import { writeSyntheticRun } from '../testing/synthetic-experiment.js';
import { readMeasurements } from './read-measurements.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-measurements-'));
afterAll(() => rmSync(directory, { recursive: true }));

const world = {
  ...{ facts: { duplication: 4, once: 3, control: 7 }, depths: ['memorization'] },
  ...{ probesPerDepth: 2, steps: 40, start: 10, interval: 5, count: 2, updates: [0, 10, 20, 40] },
  ...{ noise: 0, seed: 1 },
};

/** The facts of each condition that are analysed, and what was said about others. */
async function read(run: Awaited<ReturnType<typeof writeSyntheticRun>>) {
  const lines: string[] = [];
  const measured = (await readMeasurements(run, (line) => lines.push(line)))!;
  const conditions = measured.facts.map(({ condition }) => condition);
  return { conditions, asked: new Set(measured.probes.map(({ fact }) => measured.facts[fact]!.id)), lines };
}

test('facts that are told to be left unprobed are no observations, and nobody misses them', async () => {
  const run = await writeSyntheticRun(directory, world);
  const told = new Set(['control-5', 'control-6']);
  const rows = await readRows(run.data, facts);
  writeTable(
    run.data,
    facts,
    rows.map((row) => (told.has(row.fact_id) ? { ...row, scenario: 'background' } : row)),
  );
  const all = await read(run);
  expect(all.conditions).toHaveLength(4 + 3 + 5);
  expect(all.lines).toEqual(['main: 2 facts are left out: they are no controls and never injected']);

  const left = new Set(['duplication-1', 'control-0', 'control-3', 'once-0', 'once-1', 'once-2']);
  const asked = (await readRows(run.data, probes)).filter(
    ({ fact_id }) => !left.has(fact_id) && !told.has(fact_id),
  );
  writeTable(run.data, probes, asked);
  const some = await read(run);
  expect(some.lines).toEqual([]);
  expect(some.conditions.toSorted()).toEqual([...Array(3).fill('control'), ...Array(3).fill('duplication')]);
  expect(some.asked.size).toBe(6);
});
