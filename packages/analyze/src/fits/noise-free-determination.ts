import type { ForgettingLaw } from '../laws/forgetting-law.js';
import { type Estimate, estimateOf, type Interval } from '../statistics/estimate.js';
import { intervalOf } from '../statistics/interval-of.js';
import { type LeftOutRows, rowsIn } from '../statistics/jackknife.js';
import { jackknifeError } from '../statistics/variance.js';
import type { FitPoints } from './fit-points.js';

/**
 * R2 of a line through the curve of all facts and seeds that there could be. Of a sample's mean curve, residuals are
 * noise as well as bend, and R2 falls with the noise however straight the truth is; what noise adds to both sums of
 * squares is the variance of every point over facts and seeds, and is taken off. That is the mean over all ways to fit
 * one half of the facts and to score the line on the other. With something left out it is taken to first order: of two
 * runs each strays from their mean by as much as noise is taken off, and of one alone hardly anything would be left.
 * @param rows values of the points, one Float64Array [points] per resample and per row that leaves something out
 * @param lines intercepts and slopes of the lines through the rows
 * @param sample intercept and slope of the line through the points
 */
export function noiseFreeDetermination(
  line: NonNullable<ForgettingLaw['line']>,
  points: FitPoints,
  rows: readonly Float64Array[],
  [intercepts, slopes]: readonly Float64Array[],
  sample: readonly [intercept: number, slope: number],
  leftOut: LeftOutRows | undefined,
): Estimate {
  const { weights, y } = points;
  const deviationsOf = (values: Float64Array, intercept: number, slope: number): Deviations => {
    const residuals = new Float64Array(values.length);
    line.tabulate(slope, points, residuals);
    for (let i = 0; i < residuals.length; i++) residuals[i] = values[i]! - residuals[i]! - intercept;
    const mean = weightedSum(values, weights) / values.length;
    return { residuals, spread: values.map((value) => value - mean) };
  };
  const own = deviationsOf(y, ...sample);
  const first = rows.length - (leftOut ? rowsIn(leftOut) : 0);
  const left = rows
    .slice(first)
    .map((row, b) => deviationsOf(row, intercepts![first + b]!, slopes![first + b]!));
  const noise = (part: keyof Deviations): number =>
    leftOut
      ? noiseOf(
          own[part],
          left.map((row) => row[part]),
          weights,
          leftOut,
        )
      : 0;
  const [inResiduals, inSpread] = [noise('residuals'), noise('spread')];
  const total = squares(own.spread, weights) - inSpread;
  const point = total > 0 ? 1 - (squares(own.residuals, weights) - inResiduals) / total : Number.NaN;
  /** How far a row moves a sum of squares, to first order. */
  const change = (row: Deviations, part: keyof Deviations): number =>
    own[part].reduce((sum, value, i) => sum + 2 * weights[i]! * value * (row[part][i]! - value), 0);
  const values = rows.map((row, b) => {
    if (b >= first) {
      const without = left[b - first]!;
      return point - (change(without, 'residuals') - (1 - point) * change(without, 'spread')) / total;
    }
    const resample = deviationsOf(row, intercepts![b]!, slopes![b]!);
    // A resample strays from the sample by as much as the sample does from the truth.
    const ofResample = squares(resample.spread, weights) - 2 * inSpread;
    return ofResample > 0
      ? 1 - (squares(resample.residuals, weights) - 2 * inResiduals) / ofResample
      : Number.NaN;
  });
  const estimate = estimateOf(point, Float64Array.from(values), leftOut);
  const interval = (level: number): Interval | undefined => {
    const ends = Number.isNaN(point) ? undefined : intervalOf(estimate, level);
    return ends && { low: Math.min(1, ends.low), high: Math.min(1, ends.high) };
  };
  return { ...estimate, point: Math.min(1, point), interval };
}

/** How the points of a curve deviate from its line, and from their mean. */
interface Deviations {
  residuals: Float64Array;
  spread: Float64Array;
}

/** What noise adds to a weighted sum of squares: the variances of the deviations. */
function noiseOf(
  own: Float64Array,
  left: readonly Float64Array[],
  weights: Float64Array,
  leftOut: LeftOutRows,
): number {
  let sum = 0;
  for (let i = 0; i < own.length; i++) {
    const values = Float64Array.from(left, (row) => row[i]!);
    sum += weights[i]! * jackknifeError(estimateOf(own[i]!, values, leftOut)) ** 2;
  }
  return Number.isNaN(sum) ? 0 : sum;
}

const squares = (values: Float64Array, weights: Float64Array): number =>
  values.reduce((sum, value, i) => sum + weights[i]! * value * value, 0);

const weightedSum = (values: Float64Array, weights: Float64Array): number =>
  values.reduce((sum, value, i) => sum + weights[i]! * value, 0);
