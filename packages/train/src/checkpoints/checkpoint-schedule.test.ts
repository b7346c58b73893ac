import { expect, it } from 'vitest';
import { checkpointSchedule } from './checkpoint-schedule.js';

const sorted = (...args: Parameters<typeof checkpointSchedule>): number[] =>
  [...checkpointSchedule(...args)].sort((a, b) => a - b);

it('holds what is asked for by number, and always the last update', () => {
  expect(sorted([], 7)).toEqual([7]);
  expect(sorted([0, 3, 7], 7)).toEqual([0, 3, 7]);
  expect(() => checkpointSchedule([8], 7)).toThrow(/beyond the end of training/);
});

it("can be Pythia's: doubling at first, then evenly", () => {
  expect(sorted({ at: [5], doublingTo: 8, every: 10 }, 34)).toEqual([0, 1, 2, 4, 5, 8, 10, 20, 30, 34]);
  // Rules end with the training; only a number beyond it is a mistake.
  expect(sorted({ at: [], doublingTo: 512, every: 1000 }, 5)).toEqual([0, 1, 2, 4, 5]);
  expect(() => checkpointSchedule({ at: [8] }, 7)).toThrow(/beyond/);
});
