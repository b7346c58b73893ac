import { expect, it } from 'vitest';
import { compareTurns } from './compare-turns.js';

const report = (spans: number, seconds: number, cpuSeconds: number, logProbs: Record<string, number[]>) => ({
  spans,
  seconds,
  cpuSeconds,
  logProbs,
  description: '',
});

it('compares rates over all turns and pair by pair, and the numbers span by span', () => {
  const pairs = [
    [report(1, 1, 2, { 0: [-1, -2] }), report(2, 4, 4, { 0: [-1, -2.5], 1: [-3] })],
    [report(3, 3, 2, { 1: [-3.25], 2: [-4], 3: [-5] }), report(2, 8, 4, { 2: [-4], 3: [-5] })],
  ];
  expect(compareTurns(pairs)).toEqual({
    letheRate: 1,
    pythonRate: 1 / 3,
    ratio: 3,
    low: 2,
    high: 4,
    median: 3,
    cpuRatio: 2,
    largestDifference: 0.5,
    compared: 5,
  });
});

it('notices spans that only one side has scored, and numbers that are none', () => {
  const lethe = report(1, 1, 1, { 0: [-1] });
  expect(() => compareTurns([[lethe, report(2, 1, 1, { 0: [-1], 1: [-1] })]])).toThrow(/same spans/);
  expect(() => compareTurns([[lethe, report(1, 1, 1, { 0: [-1, -2] })]])).toThrow(/span 0/);
  const broken = compareTurns([[lethe, report(1, 1, 1, { 0: [Number.NaN] })]]);
  expect(broken.largestDifference).toBeNaN();
});
