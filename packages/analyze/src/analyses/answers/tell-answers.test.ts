import { describe, expect, it } from 'vitest';
import { percent, tellAnswers } from './tell-answers.js';

type Row = Parameters<typeof tellAnswers>[0][number];
const row = (condition: string, updates: number, answered: number, more: Partial<Row> = {}): Row => ({
  run: 'all',
  condition,
  depth: 'memorization',
  updates,
  questions: 40,
  answered,
  share: answered / 40,
  ...more,
});

describe('answers in a sentence', () => {
  it('are those where most is answered and those of the end, by condition', () => {
    expect(
      tellAnswers([
        row('duplication', 1000, 4),
        row('duplication', 2000, 30),
        row('duplication', 3000, 1),
        ...[1000, 2000, 3000].map((updates) => row('control', updates, 0)),
        row('duplication', 3000, 40, { depth: 'semantic' }),
      ]),
    ).toBe(
      'of the memorization questions are answered word for word: duplication 75 % and then 3 %, control 0 % and then 0 % (after 2,000 and 3,000 updates)',
    );
  });

  it('are those of the end alone where most is answered there', () => {
    expect(tellAnswers([row('once', 100, 1), row('once', 200, 2)])).toMatch(
      /: once 5 % \(after 200 updates\)$/,
    );
  });

  it('are not told without answers, or of several settings', () => {
    expect(tellAnswers([])).toBeUndefined();
    expect(tellAnswers([row('once', 1, 1), row('once', 1, 1, { run: 'other' })])).toBeUndefined();
  });

  it('are not told of facts alone that are never told', () => {
    expect(tellAnswers([row('control', 1, 0), row('control', 2, 1)])).toBeUndefined();
  });

  it('are whole percents that are 0 and 100 of none and all alone', () => {
    expect([0, 0.004, 0.756, 0.996, 1].map(percent)).toEqual(['0 %', '<1 %', '76 %', '>99 %', '100 %']);
  });
});
