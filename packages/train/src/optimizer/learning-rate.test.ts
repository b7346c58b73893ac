import { expect, it } from 'vitest';
import { learningRateAt } from './learning-rate.js';

const rates = (schedule: Parameters<typeof learningRateAt>[0], steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => learningRateAt(schedule, 0.2, step, steps));

it('stays constant after a linear warm-up that reaches the peak at its last step', () => {
  const expected = [0.05, 0.1, 0.15, 0.2, 0.2, 0.2];
  rates({ shape: 'constant', warmupSteps: 4 }, 6).forEach((rate, i) => {
    expect(rate).toBeCloseTo(expected[i]!, 12);
  });
  expect(rates({ shape: 'constant', warmupSteps: 0 }, 3)).toEqual([0.2, 0.2, 0.2]);
});

it('falls along half a cosine from the peak to the final fraction', () => {
  const schedule = { shape: 'cosine', warmupSteps: 1, finalFraction: 0.1 } as const;
  const values = rates(schedule, 6);
  // Steps 1 to 5 are at 0, 1/4, 1/2, 3/4 and 1 of the half cosine.
  const half = Math.SQRT1_2 / 2;
  const expected = [
    0.2,
    0.2,
    0.02 + 0.18 * (0.5 + half),
    0.02 + 0.18 * 0.5,
    0.02 + 0.18 * (0.5 - half),
    0.02,
  ];
  values.forEach((rate, i) => {
    expect(rate).toBeCloseTo(expected[i]!, 12);
  });
  expect(rates({ shape: 'cosine', warmupSteps: 0, finalFraction: 0.5 }, 1)).toEqual([0.1]);
});

it('falls along a line from the peak to the final fraction', () => {
  const expected = [0.1, 0.2, 0.2, 0.14, 0.08, 0.02];
  rates({ shape: 'linear', warmupSteps: 2, finalFraction: 0.1 }, 6).forEach((rate, i) => {
    expect(rate).toBeCloseTo(expected[i]!, 12);
  });
});

it('stays at the peak and falls at the end: warm-up, stable, decay', () => {
  const schedule = { shape: 'wsd', warmupSteps: 2, decaySteps: 4, finalFraction: 0 } as const;
  const linear = [0.1, 0.2, 0.2, 0.2, 0.15, 0.1, 0.05, 0];
  rates({ ...schedule, decay: 'linear' }, 8).forEach((rate, i) => {
    expect(rate).toBeCloseTo(linear[i]!, 12);
  });
  const root = [0.1, 0.2, 0.2, 0.2, 0.1, 0.2 * (1 - Math.SQRT1_2), 0.2 * (1 - Math.sqrt(0.75)), 0];
  rates({ ...schedule, decay: 'sqrt' }, 8).forEach((rate, i) => {
    expect(rate).toBeCloseTo(root[i]!, 12);
  });
});

it('is multiplied by a factor at given steps', () => {
  const expected = [0.2, 0.2, 0.1, 0.1, 0.05];
  rates({ shape: 'step', warmupSteps: 1, at: [2, 4], factor: 0.5 }, 5).forEach((rate, i) => {
    expect(rate).toBeCloseTo(expected[i]!, 12);
  });
});
