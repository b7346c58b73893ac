import type { TraceDecay } from './trace-decay.js';
import type { TraceGroup, TraceProblem } from './trace-problem.js';

/** What the best baselines and gains are at given decay parameters. */
export interface TraceProjection {
  /** Weighted squared error of all probes. */
  error: number;
  /** Float64Array [probes], of the series' unit; NaN for a probe that is not fitted. */
  baselines: Float64Array;
  /** Float64Array [gains]. */
  gains: Float64Array;
  /** Float64Array [probes * momentCount(p)], see `GainMoments`. */
  moments: Float64Array;
}

/**
 * Sums of products about the mean that Gauss-Newton needs, of values y, of the superposed decay x and of its
 * derivatives d by the p parameters: xx, xy, then xd [p], yd [p], dd [p * p]. They add up over probes.
 */
export const momentCount = (p: number): number => 2 + 2 * p + p * p;

/**
 * Eliminates baselines and gains, in which the model is linear (variable projection: Golub and Pereyra 1973,
 * with the Jacobian of Kaufman 1975).
 * @param withSlopes whether derivatives are wanted; else their moments stay 0
 * @param probeWeights Float64Array [probes]: how often a probe counts in gains and error; once unless given
 */
export function projectTraces(
  problem: TraceProblem,
  decay: TraceDecay,
  parameters: readonly number[],
  withSlopes: boolean,
  probeWeights?: Float64Array,
): TraceProjection {
  const { probes, columns, groups, offsets, squares, gainOf } = problem;
  const p = parameters.length;
  const width = momentCount(p);
  const rows = new Float64Array(probes * width);
  const baselines = new Float64Array(probes).fill(Number.NaN);
  const meanCurves = new Float64Array(probes);
  const shapes = tabulate(problem, decay, parameters, withSlopes);
  const curves = shapes.map(() => new Float64Array(columns));
  const weighted = shapes.map(() => new Float64Array(columns));
  const xx = new Float64Array(problem.gains);
  const xy = new Float64Array(problem.gains);
  for (const group of groups) {
    const means = curves.map((curve, k) => centredCurve(shapes[k]!, group, curve, weighted[k]!));
    const shared = groupMoments(curves, weighted, p);
    for (const probe of group.probes) {
      const y = problem.values.subarray(probe * columns, (probe + 1) * columns);
      const row = rows.subarray(probe * width, (probe + 1) * width);
      row.set(shared);
      row[1] = dot(weighted[0]!, y);
      for (let k = 1; k < curves.length; k++) row[1 + p + k] = dot(weighted[k]!, y);
      const weight = probeWeights ? probeWeights[probe]! : 1;
      xx[gainOf[probe]!]! += weight * row[0]!;
      xy[gainOf[probe]!]! += weight * row[1]!;
      meanCurves[probe] = means[0]!;
      baselines[probe] = offsets[probe]!;
    }
  }
  const gains = xx.map((value, i) => (value > 0 ? xy[i]! / value : 0));
  let error = 0;
  gainOf.forEach((group, probe) => {
    if (group < 0) return;
    const gain = gains[group]!;
    baselines[probe]! -= gain * meanCurves[probe]!;
    const own = squares[probe]! - gain * (2 * rows[probe * width + 1]! - gain * rows[probe * width]!);
    error += (probeWeights ? probeWeights[probe]! : 1) * own;
  });
  // Rounding can take the error below zero where traces are met exactly.
  return {
    error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(0, error),
    baselines,
    gains,
    moments: rows,
  };
}

/** The decay, then its derivatives, at every lag that occurs. */
function tabulate(
  { lags }: TraceProblem,
  decay: TraceDecay,
  parameters: readonly number[],
  withSlopes: boolean,
): Float64Array[] {
  const tables = [Float64Array.from(lags, (lag) => decay.value(parameters, lag))];
  if (!withSlopes) return tables;
  for (let k = 0; k < parameters.length; k++) tables.push(new Float64Array(lags.length));
  lags.forEach((lag, i) => {
    decay.slopes(parameters, lag).forEach((slope, k) => {
      tables[k + 1]![i] = slope;
    });
  });
  return tables;
}

/** Sums a shape over encounters, takes off the weighted mean, and weighs the rest; returns the mean. */
function centredCurve(
  shape: Float64Array,
  { column, lag, weights }: TraceGroup,
  curve: Float64Array,
  weighted: Float64Array,
): number {
  curve.fill(0);
  for (let i = 0; i < column.length; i++) curve[column[i]!]! += shape[lag[i]!]!;
  const mean = dot(weights, curve) / weights.reduce((sum, weight) => sum + weight, 0);
  for (let c = 0; c < curve.length; c++) {
    curve[c]! -= mean;
    weighted[c] = weights[c]! * curve[c]!;
  }
  return mean;
}

/** The moments that do not depend on measurements; the others are 0. */
function groupMoments(curves: Float64Array[], weighted: Float64Array[], p: number): Float64Array {
  const row = new Float64Array(momentCount(p));
  row[0] = dot(curves[0]!, weighted[0]!);
  for (let k = 0; k + 1 < curves.length; k++) {
    row[2 + k] = dot(curves[0]!, weighted[k + 1]!);
    for (let l = 0; l < p; l++) row[2 + 2 * p + k * p + l] = dot(curves[k + 1]!, weighted[l + 1]!);
  }
  return row;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
