import { combine, type Estimate, estimateOf } from '../statistics/estimate.js';
import { rowsIn } from '../statistics/jackknife.js';
import type { DecayModel } from './decay-models.js';
import { fitLaw } from './fit-law.js';
import { type FitPoints, firstPoints } from './fit-points.js';
import { type Resamples, refitResamples, resampledBlocks } from './refit-resamples.js';

const FITTED_SHARE = 0.7;

/** A curve of which the first 70 % of log time are fitted, and the rest is to be predicted. */
export interface Holdout {
  /** The sample, and the rows that leave something out: its draws are none. */
  fitted: Resamples;
  /** All points. */
  points: FitPoints;
  /** Values of all points, one Float64Array [points] per row that leaves something out. */
  rows: readonly Float64Array[];
}

/**
 * Splits a curve in log time. Residuals along a curve hang together, so leaving out scattered points would flatter every
 * law.
 * @returns undefined where none is left to be predicted
 */
export function holdOut({ points, rows, leftOut }: Resamples): Holdout | undefined {
  const { t, logT } = points;
  if (t.length === 0) return undefined;
  const limit = logT[0]! + FITTED_SHARE * (logT[t.length - 1]! - logT[0]!);
  let count = 0;
  while (count < t.length && logT[count]! <= limit) count++;
  if (count === t.length) return undefined;
  const without = leftOut ? rows.slice(rows.length - rowsIn(leftOut)) : [];
  const first = without.map((row) => row.subarray(0, count));
  return {
    fitted: { ...resampledBlocks(firstPoints(points, count), first), leftOut },
    points,
    rows: without,
  };
}

/**
 * Mean square error of a law on what was held out, with what it is when facts and seeds are left out.
 * @returns undefined where not more points are fitted than the law has parameters
 */
export function holdoutEstimate(model: DecayModel, { fitted, points, rows }: Holdout): Estimate | undefined {
  const count = fitted.points.t.length;
  if (count <= model.parameterNames.length) return undefined;
  const fit = fitLaw(model, fitted.points);
  if (!fit) return undefined;
  const errorOf = (parameters: readonly number[], values: Float64Array): number => {
    let sum = 0;
    let total = 0;
    for (let i = count; i < values.length; i++) {
      sum += points.weights[i]! * (values[i]! - model.value(parameters, points.t[i]!)) ** 2;
      total += points.weights[i]!;
    }
    return sum / total;
  };
  const refits = refitResamples(model, fitted, fit);
  const errors = rows.map((row, b) =>
    errorOf(
      refits.map((values) => values[b]!),
      row,
    ),
  );
  const point = errorOf(fit.parameters, points.y);
  return Number.isFinite(point) ? estimateOf(point, Float64Array.from(errors), fitted.leftOut) : undefined;
}

/**
 * Blocked hold-out of one curve: fits the first 70 % of log time.
 * @returns root mean square error on the rest; null where not more points can be fitted than the law has parameters, or
 *   none is left
 */
export function holdoutError(model: DecayModel, points: FitPoints): number | null {
  const curve = { points, rows: [], merged: points, mergedRows: [], leftOut: undefined };
  const holdout = holdOut(curve);
  const error = holdout && holdoutEstimate(model, holdout);
  return error ? Math.sqrt(error.point) : null;
}

/** How much more one law errs than another on the same points. */
export const excessError = (law: Estimate, other: Estimate): Estimate => combine((a, b) => a - b, law, other);
