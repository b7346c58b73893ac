import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, type RunDirectories, readRows, writeTable } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clopperPearson } from '../../statistics/share-interval.js';
import { experimentContext } from '../../testing/experiment-context.js';
import { writeSyntheticRun } from '../../testing/synthetic-experiment.js';
import { type AnsweredRow, runAnswers } from './run-answers.js';

const world = {
  facts: { duplication: 4, control: 3 },
  depths: ['memorization', 'semantic'],
  ...{ probesPerDepth: 2, steps: 300, start: 10, interval: 20, count: 2, noise: 0.02 },
  updates: [0, 100, 200, 300],
};
let root: string;
let runs: RunDirectories[];

/** Asks every run once more, earlier: duplication is answered, but for one question of one run; controls are not. */
async function askEarlier(run: RunDirectories, missed: boolean): Promise<void> {
  const last = await readRows(run.probe, answers);
  const early = last.map((row) => {
    const right = row.probe_id.startsWith('duplication') && !(missed && row.probe_id === last[0]!.probe_id);
    return { ...row, step: 40, exact_match: right };
  });
  const extra = missed ? last.map((row) => ({ ...row, step: 70 })) : [];
  writeTable(run.probe, answers, [...early, ...extra, ...last]);
}

const at = (rows: readonly AnsweredRow[], updates: number, condition: string, depth: string): AnsweredRow =>
  rows.find((row) => row.updates === updates && row.condition === condition && row.depth === depth)!;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-answers-'));
  runs = [];
  for (const s of [1, 2, 3]) runs.push(await writeSyntheticRun(root, { ...world, seed: s }, `s${s}`, { s }));
  for (const [i, run] of runs.entries()) await askEarlier(run, i === 1);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('what checkpoints answer', () => {
  it('is counted by checkpoint, condition and depth, over all runs', async () => {
    const { result: rows } = (await runAnswers((await experimentContext(runs)).groups[0]!))!;
    // One run alone was asked after 70 updates.
    expect([...new Set(rows.map(({ updates }) => updates))]).toEqual([40, 300]);
    expect(rows).toHaveLength(2 * 2 * 2);

    expect(at(rows, 40, 'duplication', 'memorization')).toMatchObject({
      facts: 12,
      questions: 24,
      answered: 23,
    });
    expect(at(rows, 40, 'duplication', 'memorization').share).toBeCloseTo(23 / 24, 12);
    const last = (await Promise.all(runs.map(({ probe }) => readRows(probe, answers)))).flat();
    for (const condition of ['duplication', 'control']) {
      const own = last.filter(
        ({ step, probe_id }) =>
          step === 300 && probe_id.startsWith(`${condition}-`) && probe_id.includes('semantic'),
      );
      const right = own.filter(({ exact_match }) => exact_match).length;
      expect(at(rows, 300, condition, 'semantic')).toMatchObject({ questions: own.length, answered: right });
      expect(at(rows, 300, condition, 'semantic').share).toBeCloseTo(right / own.length, 12);
    }
  });

  it('has exact intervals, also where all facts agree', async () => {
    const { result: rows } = (await runAnswers((await experimentContext(runs)).groups[0]!))!;
    const none = at(rows, 40, 'control', 'semantic');
    const { high } = clopperPearson(0, 9, 0.95);
    expect(none).toMatchObject({ answered: 0, share: 0, low: 0, interval_method: 'exact' });
    expect(none.high).toBeCloseTo(high, 12);
    const some = at(rows, 40, 'duplication', 'memorization');
    expect(some.low!).toBeLessThan(some.share);
    expect(some.high!).toBeLessThanOrEqual(1);
  });

  it('is nothing where no answer was generated', async () => {
    const silent = await writeSyntheticRun(join(root, 'silent'), { ...world, seed: 9 });
    writeTable(silent.probe, answers, []);
    expect(await runAnswers((await experimentContext([silent])).groups[0]!)).toBeUndefined();
  });
});
