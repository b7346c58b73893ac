import { expect, test } from 'vitest';
import { judge } from '../../claims/judge.js';
import { groupBySetting } from '../../settings/setting-groups.js';
import { attributeProbes } from './attribute-probes.js';
import { type HeadRow, headAccuracy } from './head-accuracy.js';
import { attributeHypotheses, type ProbedRun } from './run-attribute-probes.js';

const head = (row: Partial<HeadRow>): HeadRow => ({
  ...{ step: 1, kind: 'p', position: 0, attribute: '1', value: 'first', question: '', rank: 0 },
  ...{ train_facts: 50, validation_facts: 0, test_facts: 50, known_test_facts: 50, classes: 10 },
  ...{ train_accuracy: 1, test_accuracy: 0, test_low: 0, test_high: 1, majority: 0.1 },
  ...{ updates: 1, most_updates: 1, learning_rate: 1, weight_decay: 0, batch_size: 1, seed: 1 },
  ...row,
});

test('heads at the place of the first attribute are those of the other ones, of first tokens where there are such', () => {
  const rows = [
    head({ attribute: '0', test_accuracy: 1 }),
    head({ attribute: '1', test_accuracy: 0.2 }),
    head({ attribute: '2', test_accuracy: 0.4, majority: 0.3, test_facts: 40 }),
    head({ attribute: '2', test_accuracy: 1, value: 'whole' }),
    head({ attribute: '2', position: 1, test_accuracy: 1 }),
    head({ kind: 'q', attribute: '0', test_accuracy: 0.7, value: 'whole', rank: 16 }),
  ];
  const p = { accuracy: 0.3, majority: 0.2, facts: 40, value: 'first', rank: 0 };
  expect(headAccuracy(rows, 'p')).toEqual({
    ...p,
    accuracy: expect.closeTo(0.3, 12),
    majority: expect.closeTo(0.2, 12),
  });
  // At the end of the name alone no attribute stands next.
  expect(headAccuracy(rows, 'q')).toEqual({
    accuracy: 0.7,
    majority: 0.1,
    facts: 50,
    value: 'whole',
    rank: 16,
  });
  expect(headAccuracy(rows.slice(0, 1), 'p')).toBeUndefined();
});

/** Three seeds of a variant that differ by a little. */
const seeds = (variant: string, accuracy: Record<'p' | 'q', number>, celebrities = 0): ProbedRun[] =>
  [1, 2, 3].map((s) => ({
    run: { id: `${variant}-s${s}`, values: { v: variant, s }, data: 'd', train: 't', probe: 'p' },
    origin: undefined,
    setting: {
      ...{ model: 'gpt2', fineTuning: 'none', loraRank: null },
      ...{ multiplicity: null, templates: null, fineTuned: null, subjects: null },
    },
    configuration: new Map([
      ['data.facts.source', '"biographies"'],
      ['data.facts.variant', JSON.stringify(variant)],
      ['data.facts.celebrities', String(celebrities)],
    ]),
    heads: (['p', 'q'] as const).map((kind) => head({ kind, test_accuracy: accuracy[kind] + s / 1000 })),
  }));
const statements = (runs: ProbedRun[]) =>
  attributeHypotheses(groupBySetting(runs), { seed: 1, resamples: 400, method: 't' });
const verdicts = (runs: ProbedRun[]) =>
  statements(runs).flatMap((statement) => {
    if ('omitted' in statement) return [];
    const claim = attributeProbes.claims[statement.claim]!;
    const { id, value, verdict } = judge({ ...statement, claim }, 0.95);
    return [[id, Number(value.toFixed(3)), verdict]];
  });

test('one text and several texts in other orders are judged alone and against each other', () => {
  const single = seeds('single', { p: 0.15, q: 0.2 });
  const several = seeds('multi5+permute', { p: 0.95, q: 0.5 });
  // Of the paper's other variants there are no numbers.
  const between = seeds('multi5', { p: 0.5, q: 0.5 });
  expect(verdicts([...single, ...several, ...between])).toEqual([
    ['G17-gpt2-v=single-P-probe', 0.052, 'reproduced'],
    ['G17-gpt2-v=multi5+permute-P-probe', 0.952, 'reproduced'],
    ['G17-gpt2-v=multi5+permute-P-probe - single', 0.8, 'reproduced'],
    ['G17q-gpt2-v=single-Q-probe', 0.102, 'reproduced'],
    ['G17q-gpt2-v=multi5+permute-Q-probe', 0.502, 'contradicted'],
    ['G17q-gpt2-v=multi5+permute-Q-probe - single', 0.3, 'reproduced'],
  ]);
});

test('a world with celebrities is left out, since its persons are told in two ways', () => {
  expect(statements(seeds('single', { p: 0.1, q: 0.1 }, 10))).toEqual([
    { omitted: 'G17 of gpt2', why: expect.stringContaining('celebrities') },
  ]);
});
