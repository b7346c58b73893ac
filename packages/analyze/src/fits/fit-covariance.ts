import { choleskyInverse } from '../numerics/symmetric-matrix.js';
import type { DecayModel } from './decay-models.js';
import type { LawFit } from './fit-law.js';
import type { FitPoints } from './fit-points.js';
import { lawTable } from './project-law.js';

/** What the curvature at the least squares says of the parameters, in the order of `parameterNames`. */
export interface FitCovariance {
  /** Textbook standard errors, which take the points as independent; NaN without degrees of freedom. */
  errors: number[];
  /** Correlations of the parameters, row by row. */
  correlations: number[];
}

/** Relative change over the points below which a law is level: rounding, not forgetting. */
const LEVEL = 1e-6;

/**
 * Standard errors and correlations by the delta method: SSR / (n - p) (J'WJ)^-1, J being the derivatives of R
 * by the reported parameters.
 * @returns undefined where the points do not determine every parameter
 */
export function fitCovariance(
  model: DecayModel,
  points: FitPoints,
  { fitted, parameters, error }: LawFit,
): FitCovariance | undefined {
  const n = points.t.length;
  const size = fitted.length;
  if (size > 2 && isLevel(model, points, parameters)) return undefined;
  const columns = jacobian(model, points, fitted);
  const lengths = columns.map((column) => Math.sqrt(weightedProduct(points.weights, column, column)));
  // With columns of length 1 the matrix is the same whatever the units of the parameters.
  const matrix = columns.map((a, i) =>
    columns.map((b, j) => weightedProduct(points.weights, a, b) / (lengths[i]! * lengths[j]!)),
  );
  const inverse = choleskyInverse(matrix);
  if (!inverse) return undefined;
  const variance = n > size ? error / (n - size) : Number.NaN;
  const errors = lengths.map((length, i) => Math.sqrt(variance * inverse[i]![i]!) / length);
  return {
    errors,
    correlations: inverse.flatMap((row, i) =>
      row.map((value, j) => value / Math.sqrt(inverse[i]![i]! * inverse[j]![j]!)),
    ),
  };
}

/** Whether a law hardly changes over the points, which then say nothing of how it falls. */
function isLevel(model: DecayModel, { t }: FitPoints, parameters: readonly number[]): boolean {
  const start = model.value(parameters, t[0]!);
  const end = model.value(parameters, t[t.length - 1]!);
  return Math.abs(start - end) <= LEVEL * Math.max(Math.abs(start), Math.abs(end));
}

/** Derivatives of R by the reported parameters, one Float64Array [points] each. */
function jacobian(model: DecayModel, points: FitPoints, fitted: readonly number[]): Float64Array[] {
  const theta = fitted.slice(1, 1 + model.shape.parameters.length);
  const table = lawTable(points.t.length, theta.length);
  model.shape.tabulate(theta, points, table);
  const byFitted = [
    table.values,
    ...theta.map((_, j) => table.derivatives[j]!.map((value) => fitted[0]! * value)),
    ...(model.withAsymptote ? [new Float64Array(points.t.length).fill(1)] : []),
  ];
  return model.reportedSlopes(fitted).map(({ from, slope }) => byFitted[from]!.map((value) => value / slope));
}

function weightedProduct(weights: Float64Array, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += weights[i]! * a[i]! * b[i]!;
  return sum;
}
