import { fitLogistic } from '../../fits/logistic-curve.js';

/** What was answered at one K in every seed. */
export interface BoundaryPoint {
  multiplicity: number;
  /** Held-out questions of a seed. */
  questions: number;
  /** Share of them that is answered, by seed. */
  shares: readonly number[];
}

/** Cells beyond those that were measured, as a factor of K, in which a boundary still counts as found. */
const REACH = 2;

/**
 * The K at which half of the held-out questions are answered, by seed: that of a logistic curve over log K.
 * @param points of one world and fine-tuning, at least two different K
 * @returns log2 K; NaN where the curve does not rise to one half near what was measured
 */
export function boundaryOf(points: readonly BoundaryPoint[]): number[] {
  const x = points.map(({ multiplicity }) => Math.log2(multiplicity));
  const [from, to] = [Math.min(...x) - Math.log2(REACH), Math.max(...x) + Math.log2(REACH)];
  const counts = points.map(({ questions }) => questions);
  return points[0]!.shares.map((_, seed) => {
    const { half } = fitLogistic(
      x,
      points.map(({ shares }) => shares[seed]!),
      counts,
    );
    return half >= from && half <= to ? half : Number.NaN;
  });
}

/** Where a boundary lies for one |R| and N_f. */
export interface BoundaryAt {
  templates: number;
  fineTuned: number;
  /** log2 of K, by seed. */
  halves: readonly number[];
}

/** Exponents of K = c |R|^templates N_f^fineTuned, by seed; undefined where that number does not vary. */
export interface Exponents {
  templates: number[] | undefined;
  fineTuned: number[] | undefined;
}

/** Fits the exponents of a boundary to the places at which every seed has it, by least squares over logarithms. */
export function boundaryExponents(boundary: readonly BoundaryAt[]): Exponents {
  const known = boundary.filter(({ halves }) => halves.every(Number.isFinite));
  const r = centred(known.map(({ templates }) => Math.log2(templates)));
  const n = centred(known.map(({ fineTuned }) => Math.log2(fineTuned)));
  const [rr, nn, rn] = [dot(r, r), dot(n, n), dot(r, n)];
  const determinant = rr * nn - rn * rn;
  const several = (values: number[]): boolean => new Set(values).size > 1;
  const varies = {
    r: several(known.map(({ templates }) => templates)),
    n: several(known.map(({ fineTuned }) => fineTuned)),
  };
  // Where both vary only together, neither exponent is known.
  const areApart = determinant > 1e-9 * rr * nn;
  const seeds = Array.from({ length: known[0]?.halves.length ?? 0 }, (_, seed) => {
    const y = centred(known.map(({ halves }) => halves[seed]!));
    const [ry, ny] = [dot(r, y), dot(n, y)];
    if (!varies.n) return { r: varies.r ? ry / rr : Number.NaN, n: Number.NaN };
    if (!varies.r) return { r: Number.NaN, n: ny / nn };
    if (!areApart) return { r: Number.NaN, n: Number.NaN };
    return { r: (nn * ry - rn * ny) / determinant, n: (rr * ny - rn * ry) / determinant };
  });
  const found = (values: number[]): number[] | undefined =>
    values.length > 0 && values.every(Number.isFinite) ? values : undefined;
  return { templates: found(seeds.map((one) => one.r)), fineTuned: found(seeds.map((one) => one.n)) };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
