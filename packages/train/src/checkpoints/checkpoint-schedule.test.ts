import { expect, it } from 'vitest';
import { checkpointSchedule, checkpointsSpec, holdsOptimizer } from './checkpoint-schedule.js';

const sorted = (asked: unknown, steps: number): number[] =>
  [...checkpointSchedule(checkpointsSpec.parse(asked), steps)].sort((a, b) => a - b);

it('holds what is asked for by number, and always the last update', () => {
  expect(sorted([], 7)).toEqual([7]);
  expect(sorted([0, 3, 7], 7)).toEqual([0, 3, 7]);
  expect(() => sorted([8], 7)).toThrow(/beyond the end of training/);
});

it("can be Pythia's: doubling at first, then evenly", () => {
  expect(sorted({ at: [5], doublingTo: 8, every: 10 }, 34)).toEqual([0, 1, 2, 4, 5, 8, 10, 20, 30, 34]);
  // Rules end with the training; only a number beyond it is a mistake.
  expect(sorted({ at: [], doublingTo: 512, every: 1000 }, 5)).toEqual([0, 1, 2, 4, 5]);
  expect(() => sorted({ at: [8] }, 7)).toThrow(/beyond/);
});

it('holds the optimizer where that is asked for, and those checkpoints too', () => {
  const asked = (optimizer: unknown) => checkpointsSpec.parse({ at: [3], optimizer });
  const held = (optimizer: unknown) =>
    [0, 3, 5, 7].filter((updates) => holdsOptimizer(asked(optimizer), updates));
  expect(held([5])).toEqual([5]);
  expect(sorted(asked([5]), 7)).toEqual([3, 5, 7]);
  expect(held(true)).toEqual([0, 3, 5, 7]);
  expect(sorted(asked(true), 7)).toEqual([3, 7]);
  expect(held(false)).toEqual([]);
  expect(holdsOptimizer([3], 3)).toBe(false);
  expect(() => sorted(asked([8]), 7)).toThrow(/beyond/);
});
