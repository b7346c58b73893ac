import { expect, it } from 'vitest';
import { compareCurves, formatCsv, largestDifference, parseCsv, relativeDifference } from './curves.js';

const lethe = {
  training: [
    { step: 0, loss: 7 },
    { step: 1, loss: 6.006 },
  ],
  validation: [{ step: 0, loss: 7, standardError: 0.25 }],
};
const pytorch = {
  training: [
    { step: 0, loss: 7 },
    { step: 1, loss: 6 },
  ],
  validation: [{ step: 0, loss: 7.07 }],
};

it('two trainings are compared point by point', () => {
  const { training, validation } = compareCurves(lethe, pytorch);
  expect(relativeDifference(training[0]!)).toBe(0);
  expect(largestDifference(training)).toEqual({ step: 1, share: expect.closeTo(0.001, 12) });
  expect(largestDifference(validation).share).toBeCloseTo(0.01 / 1.01, 12);
});

it('trainings that measured at other steps are not compared', () => {
  const shifted = { ...pytorch, validation: [{ step: 1, loss: 7 }] };
  expect(() => compareCurves(lethe, shifted)).toThrow('differ in steps: 0 and 1');
  expect(() => compareCurves(lethe, { ...pytorch, training: [] })).toThrow(
    'training curves differ in length',
  );
});

it('CSV gives back what was written, with and without standard errors', () => {
  const { training, validation } = compareCurves(lethe, pytorch);
  expect(formatCsv(validation)).toBe('step,lethe,standard_error,pytorch\n0,7.000000,0.250000,7.070000\n');
  expect(parseCsv(formatCsv(validation))).toEqual(validation);
  expect(parseCsv(formatCsv(training))).toEqual(training);
});
