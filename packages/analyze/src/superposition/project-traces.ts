import type { TraceDecay } from './trace-decay.js';
import type { TraceProblem } from './trace-problem.js';

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
 */
export function projectTraces(
  problem: TraceProblem,
  decay: TraceDecay,
  parameters: readonly number[],
  withSlopes: boolean,
): TraceProjection {
  const { probes, columns, groups, offsets, gainOf } = problem;
  const p = parameters.length;
  const width = momentCount(p);
  const rows = new Float64Array(probes * width);
  const squares = new Float64Array(probes);
  const meanCurves = new Float64Array(probes);
  const baselines = new Float64Array(probes).fill(Number.NaN);
  const shapes = tabulate(problem, decay, parameters, withSlopes);
  const curves = shapes.map(() => new Float64Array(columns));
  const xx = new Float64Array(problem.gains);
  const xy = new Float64Array(problem.gains);
  for (const group of groups) {
    const shifts = curves.map((curve, k) => centredCurve(curve, shapes[k]!, group));
    for (const probe of group.probes) {
      const found = moments(problem, probe, curves);
      squares[probe] = found.yy;
      meanCurves[probe] = shifts[0]! + found.meanCurve;
      baselines[probe] = offsets[probe]! + found.meanY;
      const row = rows.subarray(probe * width, (probe + 1) * width);
      row[0] = found.product(0, 0);
      row[1] = found.byY(0);
      xx[gainOf[probe]!]! += row[0]!;
      xy[gainOf[probe]!]! += row[1]!;
      if (!withSlopes) continue;
      for (let k = 0; k < p; k++) {
        row[2 + k] = found.product(k + 1, 0);
        row[2 + p + k] = found.byY(k + 1);
        for (let l = 0; l < p; l++) {
          row[2 + 2 * p + k * p + l] = found.product(Math.max(k, l) + 1, Math.min(k, l) + 1);
        }
      }
    }
  }
  const gains = xx.map((value, i) => (value > 0 ? xy[i]! / value : 0));
  let error = 0;
  gainOf.forEach((group, probe) => {
    if (group < 0) return;
    const gain = gains[group]!;
    baselines[probe]! -= gain * meanCurves[probe]!;
    error += squares[probe]! - gain * (2 * rows[probe * width + 1]! - gain * rows[probe * width]!);
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

/** Sums a shape over encounters into `curve` and takes off its mean, against cancellation; returns the mean. */
function centredCurve(
  curve: Float64Array,
  shape: Float64Array,
  { column, lag }: { column: Int32Array; lag: Int32Array },
): number {
  curve.fill(0);
  for (let i = 0; i < column.length; i++) curve[column[i]!]! += shape[lag[i]!]!;
  const mean = curve.reduce((sum, value) => sum + value, 0) / curve.length;
  for (let c = 0; c < curve.length; c++) curve[c]! -= mean;
  return mean;
}

/** Weighted sums of products about the mean, of one probe's measurements y and of the curves. */
function moments(problem: TraceProblem, probe: number, curves: readonly Float64Array[]) {
  const { columns, weights, values } = problem;
  const q = curves.length;
  let total = 0;
  let sumY = 0;
  let sumYY = 0;
  const sums = new Float64Array(q);
  const byY = new Float64Array(q);
  const products = new Float64Array(q * q);
  for (let c = 0, at = probe * columns; c < columns; c++, at++) {
    const weight = weights[at]!;
    if (weight === 0) continue;
    const value = values[at]!;
    total += weight;
    sumY += weight * value;
    sumYY += weight * value * value;
    for (let k = 0; k < q; k++) {
      const weighted = weight * curves[k]![c]!;
      sums[k]! += weighted;
      byY[k]! += weighted * value;
      for (let l = 0; l <= k; l++) products[k * q + l]! += weighted * curves[l]![c]!;
    }
  }
  return {
    meanY: sumY / total,
    meanCurve: sums[0]! / total,
    yy: sumYY - (sumY * sumY) / total,
    byY: (k: number) => byY[k]! - (sums[k]! * sumY) / total,
    /** Of curves k >= l. */
    product: (k: number, l: number) => products[k * q + l]! - (sums[k]! * sums[l]!) / total,
  };
}
