import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  answers,
  backgroundEncounters,
  type RunDirectories,
  readRows,
  trace,
  writeTable,
} from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GroupContext } from '../../analysis/contexts.js';
import { finalRecall } from '../../recall/final-recall.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { experimentContext } from '../../testing/experiment-context.js';
import { writeSyntheticRun } from '../../testing/synthetic-experiment.js';
import { hypothesesAbout } from '../../testing/synthetic-sweep.js';
import { recallCurve } from './recall-curve.js';
import { runFrequency } from './run-frequency.js';

const laws = Object.fromEntries(['m1', 'm4', 'm16'].map((name) => [name, { gain: 0.3, decay: 0 }]));
const world = {
  facts: { m1: 5, m4: 4, m16: 6, control: 7 },
  told: { m1: 2, m4: 7, m16: 30 },
  depths: ['memorization', 'semantic'],
  ...{ probesPerDepth: 2, steps: 300, start: 0, interval: 1, count: 1, noise: 0.02, drift: 0.4, laws },
  updates: [0, 100, 200, 300],
};
let root: string;
let runs: RunDirectories[];
let group: GroupContext;

/** What was measured last of every fact of a run, read without the package: condition, encounters and mean by depth. */
async function observed(run: RunDirectories, depth: string) {
  const met = new Map(
    (await readRows(run.data, backgroundEncounters)).map((row) => [row.fact_id, row.steps]),
  );
  const rows = (await readRows(run.train, trace)).filter(({ step }) => step === 300);
  const right = new Map((await readRows(run.probe, answers)).map((row) => [row.probe_id, row.exact_match]));
  const found = new Map<string, { values: number[]; matches: number[] }>();
  for (const { probe_id, token_logprobs: tokens } of rows) {
    const [condition, number, at] = probe_id.split('-');
    if (at !== depth) continue;
    const id = `${condition}-${number}`;
    const own = found.get(id) ?? { values: [], matches: [] };
    own.values.push([...tokens].reduce((sum, value) => sum + value, 0) / tokens.length);
    own.matches.push(right.get(probe_id) ? 1 : 0);
    found.set(id, own);
  }
  const mean = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  return [...found].map(([id, { values, matches }]) => ({
    condition: id.split('-')[0]!,
    encounters: new Set(met.get(id) ?? []).size,
    value: mean(values),
    match: mean(matches),
  }));
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-frequency-'));
  runs = [];
  for (const s of [1, 2, 3]) runs.push(await writeSyntheticRun(root, { ...world, seed: s }, `s${s}`, { s }));
  group = (await experimentContext(runs)).groups[0]!;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('recall by the number of encounters', () => {
  it('has the slope of a line through all facts, and the means of bins net of controls', async () => {
    for (const depth of world.depths) {
      const facts = (await Promise.all(runs.map((run) => observed(run, depth)))).flat();
      const controls = facts.filter(({ condition }) => condition === 'control');
      const told = facts.filter(({ condition }) => condition !== 'control');
      const level = controls.reduce((sum, { value }) => sum + value, 0) / controls.length;
      const x = told.map(({ encounters }) => Math.log2(encounters));
      const slopeOf = (y: number[]): number => {
        const [mx, my] = [x, y].map((list) => list.reduce((sum, v) => sum + v, 0) / list.length) as [
          number,
          number,
        ];
        const products = x.map((v, i) => (v - mx) * (y[i]! - my));
        return products.reduce((sum, v) => sum + v, 0) / x.reduce((sum, v) => sum + (v - mx) ** 2, 0);
      };

      const recall = (await finalRecall(group.statistics.cohort, runs)).get(depth)!;
      const curve = recallCurve(group.statistics, depth, recall, ['m1', 'm16', 'm4'])!;
      expect(curve.slope.point).toBeCloseTo(slopeOf(told.map(({ value }) => value)), 6);
      expect(curve.exactSlope!.point).toBeCloseTo(slopeOf(told.map(({ match }) => match)), 9);
      const counts = told.map(({ encounters }) => encounters);
      expect(curve.range).toEqual({ from: Math.min(...counts), to: Math.max(...counts) });
      expect(curve.bins[0]).toMatchObject({ from: 0, to: 0, facts: 21, logProbability: { point: 0 } });
      expect(curve.bins.slice(1).reduce((sum, bin) => sum + bin.facts, 0)).toBe(45);
      for (const { from, to, facts: count, logProbability, exactMatch, encounters } of curve.bins.slice(1)) {
        const own = told.filter((fact) => fact.encounters >= from && fact.encounters <= to);
        const mean = (of: (fact: (typeof own)[number]) => number): number =>
          own.reduce((sum, fact) => sum + of(fact), 0) / own.length;
        expect(count).toBe(own.length);
        expect(logProbability.point).toBeCloseTo(mean(({ value }) => value) - level, 6);
        expect(exactMatch!.point).toBeCloseTo(
          mean(({ match }) => match),
          9,
        );
        const { low, high } = intervalOf(exactMatch!, 0.95)!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high - low).toBeGreaterThan(0.01);
        expect(encounters).toBeCloseTo(2 ** mean((fact) => Math.log2(fact.encounters)), 9);
      }
    }
  });

  it('has intervals over facts and seeds', async () => {
    const recall = (await finalRecall(group.statistics.cohort, runs)).get('memorization')!;
    const { slope } = recallCurve(group.statistics, 'memorization', recall, ['m1', 'm16', 'm4'])!;
    const { low, high } = intervalOf(slope, 0.95)!;
    expect(low).toBeGreaterThan(0.3);
    expect(high - low).toBeGreaterThan(0.05);
    // Five, four and six facts in each of three seeds are left out one by one, and the seeds.
    const sizes = slope.leftOut!.map(({ of, sample, values }) => `${of} ${sample} ${values.length}`);
    expect(sizes).toEqual(
      expect.arrayContaining(['facts m1 15', 'facts m4 12', 'facts m16 18', 'facts control 21', 'seeds  3']),
    );
  });

  it('is claimed to rise where facts differ in it, and says nothing where they do not', async () => {
    const outcome = (await runFrequency(group))!;
    const [verbatim, reworded] = hypothesesAbout(outcome, 'L1');
    expect([verbatim!.subject, reworded!.subject]).toEqual(['memorization', 'semantic']);
    expect(verbatim!.evidence).toEqual({ seeds: 3, facts: 12 });
    // The synthetic semantic probes gain 0.7 of what memorization probes do, each probe more or less of it.
    const ratio = reworded!.estimate.point / verbatim!.estimate.point;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(0.9);
    expect(hypothesesAbout(outcome, 'L1e')).toHaveLength(2);
    expect(outcome.tables.frequency).toHaveLength(outcome.result.flatMap(({ bins }) => bins).length);

    const even = { ...world, told: { m1: 5, m4: 5, m16: 5 }, steps: 30_000, updates: [0, 30_000] };
    const run = await writeSyntheticRun(join(root, 'even'), { ...even, seed: 4 });
    const alike = (await runFrequency((await experimentContext([run])).groups[0]!))!;
    expect(hypothesesAbout(alike, 'L1')).toEqual([]);
    expect(alike.hypotheses![0]).toMatchObject({
      omitted: 'L1 of memorization',
      why: expect.stringMatching(/5 to 5/),
    });
  });

  it('of exact matches is withheld where all facts are answered alike', async () => {
    const run = await writeSyntheticRun(join(root, 'silent'), { ...world, seed: 5 });
    const rows = await readRows(run.probe, answers);
    writeTable(
      run.probe,
      answers,
      rows.map((row) => ({ ...row, exact_match: false })),
    );
    const outcome = (await runFrequency((await experimentContext([run])).groups[0]!))!;
    expect(hypothesesAbout(outcome, 'L1e')).toEqual([]);
    expect(outcome.hypotheses).toContainEqual(
      expect.objectContaining({
        omitted: 'L1e of semantic',
        withheld: expect.objectContaining({ claim: 'L1e' }),
      }),
    );
  });

  it('has nothing to say where the background tells no facts', async () => {
    const { told: _, ...injected } = world;
    const run = await writeSyntheticRun(join(root, 'injected'), { ...injected, seed: 6 });
    expect(await runFrequency((await experimentContext([run])).groups[0]!)).toBe(undefined);
  });
});
