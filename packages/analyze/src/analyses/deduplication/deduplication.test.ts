import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluation, type RowOf, type RunDirectories, readRows, trace, writeTable } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentContext } from '../../analysis/contexts.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { experimentContext } from '../../testing/experiment-context.js';
import { type SyntheticWorld, writeSyntheticRun } from '../../testing/synthetic-experiment.js';
import { hypothesesAbout } from '../../testing/synthetic-sweep.js';
import type { deduplicationTable } from './deduplication-table.js';
import { findArms } from './find-arms.js';
import { runDeduplication } from './run-deduplication.js';

const depths = ['memorization', 'semantic', 'composition'];
const base = {
  facts: { m1: 4, m4: 4, control: 5 },
  depths,
  ...{ probesPerDepth: 1, steps: 200, start: 0, interval: 1, count: 1, noise: 0.01, drift: 0.2 },
  updates: [0, 100, 200],
};
const background = { source: 'world', take: 10, duplicate: { law: 'factor', factor: 3 } };
const dedup = { method: 'minhash', threshold: 0.7 };
const told = (m1: number, m4: number, gain: number): Partial<SyntheticWorld> => ({
  told: { m1, m4 },
  laws: { m1: { gain, decay: 0 }, m4: { gain, decay: 0 } },
});
const arms: Record<string, { background: object; world: Partial<SyntheticWorld>; loss: number }> = {
  raw: { background, world: told(2, 8, 0.2), loss: 3 },
  tight: {
    background: { ...background, dedup: { ...dedup, afterwards: 'collapse' } },
    world: told(5, 5, 0.2),
    loss: 2.9,
  },
  filled: {
    background: { ...background, dedup: { ...dedup, afterwards: 'refill' } },
    world: told(2, 2, 0.4),
    loss: 2.5,
  },
};

let root: string;
let runs: RunDirectories[];
let context: ExperimentContext;
const armRuns = async (
  names: readonly string[],
  more: object = {},
  seeds = [1, 2, 3],
): Promise<RunDirectories[]> => {
  const written: RunDirectories[] = [];
  for (const name of names) {
    const arm = arms[name]!;
    for (const s of seeds) {
      const config = { data: { background: arm.background, ...more } };
      const world = { ...base, ...arm.world, config, seed: s } as SyntheticWorld;
      const directory = join(root, `${name}${JSON.stringify(more).length}`);
      const run = await writeSyntheticRun(directory, world, `d${name}-s${s}`, { d: name, s });
      writeTable(run.train, evaluation, [
        { step: 200, loss: arm.loss + s / 10, standard_error: 0.01, rows: 8, tokens: 100 } as never,
      ]);
      written.push(run);
    }
  }
  return written;
};

/** Last log-probabilities of a condition and depth minus those of controls, read without the package. */
async function net(name: string, isOf: (condition: string) => boolean, depth: string): Promise<number> {
  const means: number[] = [];
  for (const run of runs.filter(({ values }) => values.d === name)) {
    const rows = (await readRows(run.train, trace)).filter(({ step }) => step === 200);
    const mean = (wanted: (condition: string) => boolean): number => {
      const own = rows.filter(({ probe_id: id }) => wanted(id.split('-')[0]!) && id.includes(`-${depth}-`));
      return (
        own.reduce((sum, row) => sum + (row.token_logprobs[0]! + row.token_logprobs[1]!) / 2, 0) / own.length
      );
    };
    means.push(mean(isOf) - mean((condition) => condition === 'control'));
  }
  return means.reduce((sum, value) => sum + value, 0) / means.length;
}
const isTold = (condition: string): boolean => condition !== 'control';

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-deduplication-'));
  runs = await armRuns(['raw', 'tight', 'filled']);
  context = await experimentContext(runs);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('arms of deduplication', () => {
  it('are found by their manifests, whatever they are called', () => {
    const [found, ...others] = findArms(context);
    expect(others).toEqual([]);
    expect([found!.raw, ...found!.deduplicated].map(({ name, group }) => [name, group.id])).toEqual([
      ['raw', 'draw'],
      ['collapse', 'dtight'],
      ['refill', 'dfilled'],
    ]);
  });

  it('are none where something else differs too, or nothing was deduplicated', async () => {
    const other = await armRuns(['filled'], { sequenceLength: 64 });
    const raw = runs.filter(({ values }) => values.d === 'raw');
    expect(findArms(await experimentContext([...raw, ...other]))).toEqual([]);
    expect(findArms(await experimentContext(raw))).toEqual([]);
    expect(await runDeduplication(await experimentContext(raw))).toBe(undefined);
  });

  it('differ by what was measured, seed by seed and fact by fact', async () => {
    const outcome = (await runDeduplication(context))!;
    const [comparison] = outcome.result;
    expect(comparison!.pairing).toBe('seeds and facts');
    const general = async (name: string): Promise<number> =>
      ((await net(name, isTold, 'semantic')) + (await net(name, isTold, 'composition'))) / 2;
    const [f23m] = hypothesesAbout(outcome, 'F23m');
    expect(f23m!.estimate.point).toBeCloseTo((await general('filled')) - (await general('raw')), 6);
    expect(f23m).toMatchObject({
      subject: 'refill - raw',
      detail: 'differs: data.background.dedup; seeds and facts paired',
      evidence: { seeds: 3, facts: 12 },
    });
    const gap = async (name: string): Promise<number> =>
      (await net(name, isTold, 'memorization')) - (await net(name, isTold, 'semantic'));
    const [f23g] = hypothesesAbout(outcome, 'F23g');
    expect(f23g!.estimate.point).toBeCloseTo((await gap('raw')) - (await gap('filled')), 6);
    const [loss] = hypothesesAbout(outcome, 'D1');
    // Losses differ between seeds, and between arms by the same in each.
    expect(loss!.estimate.point).toBeCloseTo(-0.5, 9);
    expect(intervalOf(loss!.estimate, 0.95)!.high).toBeCloseTo(-0.5, 9);
  });

  it('are told scenario by scenario, in the scenarios of the raw corpus', async () => {
    const { tables } = (await runDeduplication(context))!;
    const written = tables.deduplication as RowOf<typeof deduplicationTable>[];
    expect(written).toHaveLength(3 * 3 * depths.length);
    for (const [arm, name] of [
      ['raw', 'raw'],
      ['collapse', 'tight'],
      ['refill', 'filled'],
    ] as const) {
      const rows = written.filter((row) => row.arm === arm && row.depth === 'semantic');
      expect(rows.map(({ condition }) => condition)).toEqual(['', 'm1', 'm4']);
      for (const { condition, log_probability, minus_raw, encounters } of rows.slice(1)) {
        const own = await net(name, (one) => one === condition, 'semantic');
        const raw = await net('raw', (one) => one === condition, 'semantic');
        expect(log_probability).toBeCloseTo(own, 6);
        if (arm === 'raw') expect(minus_raw).toBe(null);
        else expect(minus_raw).toBeCloseTo(own - raw, 6);
        // Some of the drawn steps are the same.
        const steps = { m1: { raw: 2, collapse: 5, refill: 2 }, m4: { raw: 8, collapse: 5, refill: 2 } };
        const most = steps[condition as 'm1' | 'm4'][arm];
        expect(encounters).toBeLessThanOrEqual(most);
        expect(encounters).toBeGreaterThan(0.8 * most);
      }
    }
  });

  it('are judged by the collapsed one where none is refilled, and as independent where seeds differ', async () => {
    const tight = await armRuns(['tight'], {}, [7, 8, 9]);
    const raw = runs.filter(({ values }) => values.d === 'raw');
    const outcome = (await runDeduplication(await experimentContext([...raw, ...tight])))!;
    expect(outcome.result[0]!.pairing).toBe('none');
    expect(hypothesesAbout(outcome, 'F23m')[0]).toMatchObject({
      subject: 'collapse - raw',
      detail: 'differs: data.background.dedup; not paired',
    });
  });
});
