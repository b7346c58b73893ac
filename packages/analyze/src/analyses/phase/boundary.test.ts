import { expect, it } from 'vitest';
import { type BoundaryAt, boundaryExponents, boundaryOf } from './boundary.js';

const Ks = [1, 2, 4, 8, 16];
const logistic = (log2K: number, half: number): number => 1 / (1 + Math.exp(-4 * (log2K - half)));

it('lies where half is answered, in every seed', () => {
  const halves = [0.7, 1.4, 3.1];
  const points = Ks.map((multiplicity) => ({
    multiplicity,
    questions: 1e6,
    shares: halves.map((half) => logistic(Math.log2(multiplicity), half)),
  }));
  boundaryOf(points).forEach((half, seed) => {
    expect(half).toBeCloseTo(halves[seed]!, 3);
  });
});

it('is not known where nearly all or nearly nothing is answered', () => {
  const points = Ks.map((multiplicity) => ({ multiplicity, questions: 100, shares: [0, 1] }));
  expect(boundaryOf(points)).toEqual([Number.NaN, Number.NaN]);
});

it('jumps from nothing to all between two K, and lies between them', () => {
  const points = Ks.map((multiplicity) => ({
    multiplicity,
    questions: 112,
    shares: [multiplicity < 4 ? 0 : 1],
  }));
  const [half] = boundaryOf(points);
  expect(half).toBeCloseTo(1.5, 1);
});

/** K = 2^offset |R|^r N_f^n. */
const at = (templates: number, fineTuned: number, r: number, n: number, offsets = [0, 0.3]): BoundaryAt => ({
  templates,
  fineTuned,
  halves: offsets.map((offset) => offset + r * Math.log2(templates) + n * Math.log2(fineTuned)),
});

it('has the exponents of the law that it follows, by seed', () => {
  const boundary = [8, 32, 128].flatMap((R) => [4, 16, 64].map((N) => at(R, N, 0.4, -0.2)));
  // Where one seed has none, the place counts in no seed.
  const missing = { templates: 64, fineTuned: 4, halves: [5, Number.NaN] };
  const { templates, fineTuned } = boundaryExponents([...boundary, missing]);
  for (const exponent of templates!) expect(exponent).toBeCloseTo(0.4, 10);
  for (const exponent of fineTuned!) expect(exponent).toBeCloseTo(-0.2, 10);
});

it('has no exponent of what does not vary, or varies only with the other', () => {
  expect(boundaryExponents([at(8, 4, 1, -0.5), at(32, 4, 1, -0.5)])).toEqual({
    templates: [expect.closeTo(1, 10), expect.closeTo(1, 10)],
    fineTuned: undefined,
  });
  expect(boundaryExponents([at(8, 4, 1, -0.5), at(8, 16, 1, -0.5)])).toEqual({
    templates: undefined,
    fineTuned: [expect.closeTo(-0.5, 10), expect.closeTo(-0.5, 10)],
  });
  expect(boundaryExponents([at(8, 4, 1, -0.5), at(32, 16, 1, -0.5)])).toEqual({
    templates: undefined,
    fineTuned: undefined,
  });
  const together = [
    [8, 4],
    [32, 16],
    [64, 32],
  ].map(([R, N], i) => ({ templates: R!, fineTuned: N!, halves: [[1, 2.2, 2.9][i]!] }));
  expect(boundaryExponents(together)).toEqual({ templates: undefined, fineTuned: undefined });
  const one = [4, 8, 16, 32, 64, 128, 256].map((R) => at(R, 48, 0.3, -0.5));
  expect(boundaryExponents(one).fineTuned).toBeUndefined();
  expect(boundaryExponents([])).toEqual({ templates: undefined, fineTuned: undefined });
});
