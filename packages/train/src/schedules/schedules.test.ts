import { expect, it } from 'vitest';
import { withFinalDecay, withWarmUp } from './learning-rate.js';
import { learningRates, type ScheduleSpec } from './schedules.js';

const rates = (schedule: ScheduleSpec, steps: number): number[] => {
  const rate = learningRates(schedule, { peak: 0.2, steps });
  return Array.from({ length: steps }, (_, step) => rate(step));
};

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

it('falls over a number of steps of its own, and stays there afterwards', () => {
  const all = [
    { shape: 'linear', warmupSteps: 2, finalFraction: 0.1 },
    { shape: 'cosine', warmupSteps: 2, finalFraction: 0.1 },
    { shape: 'wsd', warmupSteps: 2, decaySteps: 3, decay: 'linear', finalFraction: 0.1 },
  ] as const;
  for (const schedule of all) {
    const fall = rates(schedule, 8);
    const last = fall.at(-1)!;
    expect(last).toBeCloseTo(0.02, 12);
    expect(rates({ ...schedule, steps: 8 }, 11)).toEqual([...fall, last, last, last]);
    expect(rates({ ...schedule, steps: 8 }, 5)).toEqual(fall.slice(0, 5));
  }
});

it('composes a warm-up and a final decay with any rate', () => {
  const falling = (step: number): number => 1 / (1 + step);
  const decayed = withFinalDecay(falling, { form: 'linear', from: 5, to: 9, finalFraction: 0.5 });
  const rate = withWarmUp(decayed, { peak: 0.3, steps: 2 });
  expect([0, 1].map(rate)).toEqual([0.15, 0.3]);
  for (const step of [2, 3, 4, 5]) expect(rate(step)).toBe(falling(step));
  // From the rate of step 5 down to half of it, over four steps.
  for (const step of [6, 7, 8, 9]) expect(rate(step)).toBeCloseTo((1 / 6) * (1 - (step - 5) / 8), 12);
});

it('needs no step to decay over, and no step after the warm-up', () => {
  const decay = { form: 'sqrt', finalFraction: 0.25 } as const;
  expect(withFinalDecay(() => 2, { ...decay, from: 3, to: 3 })(4)).toBe(0.5);
  expect(rates({ shape: 'linear', warmupSteps: 3, finalFraction: 0.1 }, 3)).toEqual([
    0.2 / 3,
    0.4 / 3,
    (0.2 * 3) / 3,
  ]);
});
