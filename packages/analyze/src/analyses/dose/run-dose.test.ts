import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  passageScores,
  type RowOf,
  type RunDirectories,
  readRows,
  type TableDefinition,
} from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableContent } from '../../analysis/define-analysis.js';
import type { Judged } from '../../claims/finding.js';
import { judgeAll } from '../../claims/judge.js';
import { analyzeSpec } from '../../options/analyze.js';
import { FACTS, STEPS, type SyntheticArm, writeSyntheticDoses } from '../../testing/synthetic-doses.js';
import { claims } from '../claims.js';
import { doseFigures } from './dose-figures.js';
import { runDose } from './run-dose.js';

const parent = mkdtempSync(join(tmpdir(), 'lethe-dose-'));
afterAll(() => rmSync(parent, { recursive: true }));
const options = analyzeSpec.parse({ bootstrap: { resamples: 200 } });

/** So many steps, the same distance apart, from one share of training to another; facts begin one after the other. */
const between = (from: number, to: number, dose: number) => (fact: number) =>
  Array.from({ length: dose }, (_, k) =>
    Math.floor((from + ((k + fact / FACTS) / dose) * (to - from)) * STEPS),
  );
const arm = (
  condition: string,
  steps: SyntheticArm['steps'],
  level: number,
  answered: number,
  extracted = answered,
): SyntheticArm => ({ condition, steps, level, answered, extracted });

const arms = [
  arm('control', () => [], -4, 0),
  arm('one', between(0, 1, 1), -3.9, 0),
  arm('four', between(0, 1, 4), -3.5, 5, 1),
  arm('many', between(0, 1, 16), -1, 10, 9),
  arm('begin', between(0, 0.25, 4), -3.95, 0),
  arm('end', between(0.75, 1, 4), -3, 4),
];

function rowsOf<T extends TableDefinition>(content: TableContent<T>): readonly RowOf<T>[] {
  if (typeof content === 'function') throw new TypeError('these tables are made of rows');
  return content;
}

async function analysed(runs: readonly RunDirectories[]) {
  const notes: string[] = [];
  const outcome = await runDose({ runs, options, note: (line) => void notes.push(line) });
  if (!outcome) return undefined;
  const judged = judgeAll(
    outcome.hypotheses!.map((statement) =>
      'omitted' in statement
        ? { omitted: statement.omitted, why: statement.why }
        : { ...statement, claim: claims.find(({ id, where = '' }) => isClaim(statement.claim, id, where))! },
    ),
    { level: 0.95, group: { id: 'all', label: '' } },
    (line) => void notes.push(line),
  ).filter((entry): entry is Judged => 'value' in entry);
  const { dose, half_dose, dose_windows } = outcome.tables;
  const tables = {
    dose: rowsOf(dose),
    half_dose: rowsOf(half_dose),
    dose_windows: rowsOf(dose_windows),
  };
  return { ...outcome, tables, notes, judged };
}
const isClaim = (key: string, id: string, where: string): boolean =>
  key.startsWith(id) && (key === id || where.startsWith(key.slice(id.length)));

describe('doses and windows of one group', () => {
  let found: NonNullable<Awaited<ReturnType<typeof analysed>>>;
  let runs: RunDirectories[];
  beforeAll(async () => {
    runs = [1, 2, 3].map((seed) =>
      writeSyntheticDoses(parent, { id: `s${seed}`, seed, values: { s: seed }, arms }),
    );
    found = (await analysed(runs))!;
  });
  const value = (condition: string, measure: string) =>
    found.tables.dose.find((row) => row.condition === condition && row.measure === measure);

  it('are found from the order', () => {
    const rows = found.tables.dose.filter(({ measure }) => measure === 'verbatim after 50 %');
    expect(rows.map(({ condition, dose, part, facts }) => [condition, dose, part, facts])).toEqual([
      ['control', 0, '', 30],
      ['one', 1, 'all', 30],
      ['begin', 4, 'first quarter', 30],
      ['end', 4, 'last quarter', 30],
      ['four', 4, 'all', 30],
      ['many', 16, 'all', 30],
    ]);
    expect(rows[2]).toMatchObject({ first: 0, last: expect.closeTo(0.245, 2) });
    expect(found.result!.groups[0]!.ladder.map(({ condition }) => condition)).toEqual([
      'one',
      'four',
      'many',
    ]);
  });

  it('have the shares of the last checkpoint, gains over controls, and the areas that pairs of a run give', async () => {
    expect(value('four', 'answers, memorization')).toMatchObject({ value: 0.5 });
    expect(value('many', 'verbatim after 50 %')).toMatchObject({ value: expect.closeTo(0.9, 9) });
    expect(value('many', 'verbatim after 25 %')).toMatchObject({ value: 0 });
    const perRun = await Promise.all(
      runs.map(async ({ probe }) => {
        const rows = (await readRows(probe, passageScores)).filter(({ step }) => step === STEPS);
        const of = (condition: string) =>
          rows.filter(({ fact_id }) => fact_id.includes(`-${condition}-`)).map((row) => row.mean_logprob);
        const mean = (list: number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;
        const pairs = of('one').flatMap((own) => of('control').map((other) => (own > other ? 1 : 0)));
        return { area: mean(pairs), gain: mean(of('many')) - mean(of('control')) };
      }),
    );
    const mean = (key: 'area' | 'gain') => perRun.reduce((sum, run) => sum + run[key], 0) / perRun.length;
    const area = value('one', 'AUC of loss')!;
    expect(area.value).toBeCloseTo(mean('area'), 12);
    expect(area.low).toBeLessThan(area.value);
    expect(area.high).toBeGreaterThan(area.value);
    // Min-K% is the same score, moved.
    expect(value('one', 'AUC of Min-K%')!.value).toBeCloseTo(area.value, 12);
    expect(value('many', 'log-probability, text')!.value).toBeCloseTo(mean('gain'), 9);
    expect(value('many', 'log-probability, memorization')!.value).toBeCloseTo(mean('gain'), 5);
    // All of 30 facts lie above all controls: by chance that may be no more than nearly so.
    expect(value('many', 'AUC of loss')).toMatchObject({ value: 1, high: 1 });
    expect(value('many', 'AUC of loss')!.low).toBeCloseTo(0.025 ** (1 / 30), 9);
  });

  it('tell at which dose half is recalled, or that none is enough', () => {
    const half = (name: string) => found.tables.half_dose.find(({ measure }) => measure === name)!;
    expect(half('answers, memorization')).toMatchObject({
      ...{ half: expect.closeTo(4, 6), reached: 'within', smallest_dose: 1, largest_dose: 16 },
    });
    const { half: at, low, high } = half('verbatim after 50 %');
    expect(at).toBeGreaterThan(5);
    expect(at).toBeLessThan(12);
    expect([low! >= 1 && low! <= at, high! <= 16 && high! >= at]).toEqual([true, true]);
    expect(half('verbatim after 25 %')).toMatchObject({ half: 16, reached: 'beyond the largest dose' });
  });

  it('contrast the last quarter with the first', () => {
    const windows = found.tables.dose_windows;
    expect(new Set(windows.map(({ contrast }) => contrast))).toEqual(
      new Set(['last quarter - first quarter']),
    );
    const of = (name: string) => windows.find(({ measure }) => measure === name)!;
    expect(of('answers, memorization')).toMatchObject({ dose: 4, value: expect.closeTo(0.4, 9) });
    const text = of('log-probability, text');
    expect(text.value).toBeCloseTo(
      value('end', 'log-probability, text')!.value - value('begin', 'log-probability, text')!.value,
      9,
    );
  });

  it('speak to every claim, with a verdict from three seeds', () => {
    const told = new Map(found.judged.map((entry) => [`${entry.claim} ${entry.subject}`, entry]));
    expect([...told.keys()]).toEqual([
      'H1 16 encounters against 1',
      'H2 1 encounter',
      'H3 16 encounters against 1, verbatim after 50 %',
      'H3 16 encounters against 1, answers, memorization',
      'H4 4 encounters',
      'H5 4 encounters, answers, memorization',
    ]);
    expect(Array.from(told.values(), ({ verdict }) => verdict)).toEqual([
      'reproduced',
      expect.any(String),
      'reproduced',
      'reproduced',
      'reproduced',
      expect.any(String),
    ]);
    expect(told.get('H4 4 encounters')!.value).toBeLessThan(-0.7);
    // Not one fact of either is answered, which of 30 leaves room for more than 0.05.
    expect(told.get('H5 4 encounters, answers, memorization')).toMatchObject({
      value: 0,
      verdict: 'inconclusive',
    });
  });

  it('are drawn over dose, controls at 0, and over parts', () => {
    const figures = doseFigures(found.result!.groups, 0.95);
    const aspects = ['answers', 'membership', 'verbatim', 'log-probability'];
    expect(figures.map(({ id, xLabels }) => [id, xLabels])).toEqual([
      ...aspects.map((aspect) => [`dose-${aspect}`, ['0', '1', '4', '16']]),
      ...aspects.map((aspect) => [`dose-windows-${aspect}`, ['0-25', '75-100', '0-100']]),
    ]);
    const [answers] = figures[0]!.panels[0]!.series;
    expect(answers!.points.map(({ x, y }) => [x, y])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0.5],
      [4, 1],
    ]);
  });
});

it('windows in groups of runs are contrasted, seeds and facts paired by what they are', async () => {
  const of = (w: string, steps: SyntheticArm['steps'], level: number) =>
    [1, 2, 3].map((seed) =>
      writeSyntheticDoses(join(parent, 'sweep'), {
        ...{ id: `w${w}-s${seed}`, seed, values: { w, s: seed } },
        arms: [arm('control', () => [], -4, 0), arm('met', steps, level, 3)],
      }),
    );
  const found = (await analysed([
    ...of('early', between(0, 0.25, 4), -3.8),
    ...of('late', between(0.75, 1, 4), -3),
  ]))!;
  const row = found.tables.dose_windows.find(({ measure }) => measure === 'log-probability, text')!;
  // The same seeds draw the same noise, so that only the levels differ.
  expect(row).toMatchObject({ run: 'wlate - wearly', dose: 4, value: expect.closeTo(0.8, 9) });
  expect(row.high! - row.low!).toBeLessThan(1e-6);
  expect(found.judged.map(({ claim, subject }) => `${claim} ${subject}`)).toContain(
    'H4 w=late - w=early, 4 encounters',
  );
  expect(found.notes.join('\n')).toMatch(/H1, H2 is left out: needs facts that are met once/);
});

it('is silent where no texts were scored, and says what has no dose', async () => {
  const plain = { id: 'plain', seed: 1, values: {}, arms };
  expect(await analysed([writeSyntheticDoses(join(parent, 'unscored'), plain, { scored: false })])).toBe(
    undefined,
  );
  const uneven = arm('uneven', (fact) => between(0, 1, 1 + (fact % 2))(fact), -3, 2);
  const bare = [uneven, arm('one', between(0, 1, 1), -3.9, 0), arm('four', between(0, 1, 4), -3, 5)];
  const found = (await analysed([
    writeSyntheticDoses(join(parent, 'bare'), { ...plain, arms: bare }, { answersAsked: false }),
  ]))!;
  expect(found.notes).toContainEqual(expect.stringMatching(/facts of uneven are met a different number/));
  expect(new Set(found.tables.dose.map(({ measure }) => measure))).toEqual(
    new Set(['verbatim after 25 %', 'verbatim after 50 %', 'verbatim after 75 %']),
  );
  expect(found.notes).toContainEqual(expect.stringMatching(/H3 of answers is left out/));
});
