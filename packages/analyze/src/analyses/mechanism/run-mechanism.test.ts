import { expect, test } from 'vitest';
import { judge } from '../../claims/judge.js';
import { groupBySetting } from '../../settings/setting-groups.js';
import { type ToyRun, toyRun } from '../../testing/answered-run.js';
import { mechanism } from './mechanism.js';
import { type MeasuredRun, mechanismHypotheses } from './run-mechanism.js';

interface Toy extends ToyRun {
  energy?: number;
  attention?: number;
  noise?: number;
  measured?: boolean;
}

/** Runs of pretraining, three seeds each, that differ by a little. */
const seeds = (...toys: Toy[]): MeasuredRun[] =>
  toys.flatMap(({ energy = 0.9, attention = 1, noise = 0, measured = true, ...toy }) =>
    [1, 2, 3].map((seed): MeasuredRun => {
      const configuration = { 'data.facts.noisePerRow': noise };
      const row = {
        ...{ step: 250, before: null, facts: 128, relations: 64, questions: 16 },
        ...{ attention_mass_memorization: attention - seed / 1000, attention_mass_memorization_error: 0.01 },
        ...{ uniform_mass_memorization: 2 / (2 + noise), uniform_mass_qa: 2 / (2 + noise) },
        ...{ attention_mass_qa: attention, attention_mass_qa_error: 0.01, format_cosine: null },
        ...{ format_change_cosine: null, relation_cosine: null },
        ...{ gradient_energy: energy + seed / 1000, gradient_left_cosine: 0.97 },
      };
      const { run, ...rest } = toyRun({ ...toy, fineTuning: 'none', seed, configuration });
      return { ...rest, run, row: measured ? row : undefined };
    }),
  );
const statements = (runs: MeasuredRun[]) =>
  mechanismHypotheses(groupBySetting(runs), { seed: 1, resamples: 400, method: 't' });
const verdicts = (runs: MeasuredRun[]) =>
  statements(runs).flatMap((statement) => {
    if ('omitted' in statement) return [];
    const { id, value, verdict, detail } = judge(
      { ...statement, claim: mechanism.claims[statement.claim]! },
      0.95,
    );
    return [[id, Number(value.toFixed(3)), verdict, detail]];
  });

test('the first gradient is close to rank one along the format token, and closer with more templates', () => {
  expect(verdicts(seeds({ multiplicity: 1, energy: 0.6 }, { multiplicity: 4, energy: 0.9 }))).toEqual([
    ['G10-attention + MLP-K=1', 0.602, 'contradicted', ''],
    ['G10b-attention + MLP-K=1', 0.97, 'reproduced', ''],
    ['G10-attention + MLP-K=4', 0.902, 'reproduced', ''],
    ['G10b-attention + MLP-K=4', 0.97, 'reproduced', ''],
    ['G10-attention + MLP-K=4 - K=1', 0.3, 'reproduced', ''],
  ]);
});

test('attention is judged among noise tokens only, and what was not measured is told', () => {
  const ids = (runs: MeasuredRun[]) => verdicts(runs).filter(([id]) => String(id).startsWith('G2'));
  expect(ids(seeds({}))).toEqual([]);
  expect(ids(seeds({ noise: 30, attention: 0.95 }))).toEqual([
    ['G2-attention + MLP-K=4', 0.948, 'reproduced', 'uniform attention gives 0.063'],
  ]);
  expect(ids(seeds({ noise: 30, attention: 0.3 }))[0]![2]).toBe('contradicted');
  expect(statements(seeds({ noise: 30, measured: false }))).toEqual([
    { omitted: 'G2 of attention + MLP, K=4', why: expect.stringContaining('set probe.mechanism') },
  ]);
  // Neither noise nor measurements: nothing is said.
  expect(statements(seeds({ measured: false }))).toEqual([]);
});
