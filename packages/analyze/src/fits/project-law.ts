import type { LawTable } from '../laws/forgetting-law.js';
import type { DecayModel } from './decay-models.js';
import type { FitPoints } from './fit-points.js';

/** A law at given parameters of its shape, with the scale and asymptote that are best for them. */
export interface Projection {
  theta: readonly number[];
  scale: number;
  asymptote: number;
  /** Weighted sum of squared residuals; Infinity where the shape cannot be evaluated. */
  error: number;
  /** [p * p]: normal matrix of the p parameters of the shape, scale and asymptote eliminated. */
  normal: readonly number[];
  /** [p]: products of the derivatives and the residuals. */
  gradient: readonly number[];
}

/** A law's values and derivatives, and room for what is left of these. */
export interface ProjectionTable extends LawTable {
  /** Float64Array [points]. */
  residuals: Float64Array;
  /** One Float64Array [points] per parameter. */
  tangents: readonly Float64Array[];
}

/** Columns that every table has: those of parameters that a law lacks stay 0, so that one loop serves them all. */
const FUSED = 2;

/** Working memory for a law with the given numbers of parameters and points. */
export function lawTable(points: number, parameters: number): ProjectionTable {
  const columns = () => Array.from({ length: Math.max(FUSED, parameters) }, () => new Float64Array(points));
  return {
    values: new Float64Array(points),
    derivatives: columns(),
    residuals: new Float64Array(points),
    tangents: columns(),
  };
}

/**
 * Variable projection: the scale and asymptote come in closed form, and derivatives of the residual by the
 * shape's parameters are taken orthogonal to both (Kaufman, BIT 15, 1975), so that a search has as many dimensions
 * as the shape has parameters.
 * @param table room for at least as many points
 */
export function projectLaw(
  model: DecayModel,
  points: FitPoints,
  theta: readonly number[],
  table: ProjectionTable,
): Projection {
  model.shape.tabulate(theta, points, table);
  return projectTable(model, points, theta, table);
}

/** As `projectLaw`, for values and derivatives that are known. */
export function projectTable(
  { withAsymptote }: DecayModel,
  { y, weights }: FitPoints,
  theta: readonly number[],
  table: ProjectionTable,
): Projection {
  const { values, derivatives, residuals, tangents } = table;
  const n = y.length;
  const size = theta.length;
  // Fits spend their time here, and few laws have a third parameter: the first two share all passes.
  const [first, second] = derivatives as [Float64Array, Float64Array];
  const [tangent0, tangent1] = tangents as [Float64Array, Float64Array];
  let meanG = 0;
  let meanY = 0;
  let mean0 = 0;
  let mean1 = 0;
  if (withAsymptote) {
    for (let i = 0; i < n; i++) {
      const weight = weights[i]!;
      meanG += weight * values[i]!;
      meanY += weight * y[i]!;
      mean0 += weight * first[i]!;
      mean1 += weight * second[i]!;
    }
    meanG /= n;
    meanY /= n;
    mean0 /= n;
    mean1 /= n;
  }
  let gg = 0;
  let gy = 0;
  let g0 = 0;
  let g1 = 0;
  for (let i = 0; i < n; i++) {
    const centred = values[i]! - meanG;
    const weighted = weights[i]! * centred;
    gg += weighted * centred;
    gy += weighted * (y[i]! - meanY);
    g0 += weighted * (first[i]! - mean0);
    g1 += weighted * (second[i]! - mean1);
  }
  const scale = gy / gg;
  g0 /= gg;
  g1 /= gg;
  let error = 0;
  let d00 = 0;
  let d01 = 0;
  let d11 = 0;
  let r0 = 0;
  let r1 = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights[i]!;
    const centred = values[i]! - meanG;
    const residual = y[i]! - meanY - scale * centred;
    const a = scale * (first[i]! - mean0 - g0 * centred);
    const b = scale * (second[i]! - mean1 - g1 * centred);
    residuals[i] = residual;
    tangent0[i] = a;
    tangent1[i] = b;
    error += weight * residual * residual;
    d00 += weight * a * a;
    d01 += weight * a * b;
    d11 += weight * b * b;
    r0 += weight * a * residual;
    r1 += weight * b * residual;
  }
  const level = { scale, meanG, gg, withAsymptote };
  return {
    theta,
    scale,
    asymptote: meanY - scale * meanG,
    error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error,
    ...(size > FUSED
      ? allProducts(size, weights, table, level, n)
      : {
          normal: size < 2 ? [d00].slice(0, size) : [d00, d01, d01, d11],
          gradient: [r0, r1].slice(0, size),
        }),
  };
}

/** Normal matrix and gradient of more parameters than share their passes; the tangents of those are there. */
function allProducts(
  size: number,
  weights: Float64Array,
  { values, derivatives, residuals, tangents }: ProjectionTable,
  { scale, meanG, gg, withAsymptote }: { scale: number; meanG: number; gg: number; withAsymptote: boolean },
  n: number,
): Pick<Projection, 'normal' | 'gradient'> {
  const dot = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += weights[i]! * a[i]! * b[i]!;
    return sum;
  };
  for (let k = FUSED; k < size; k++) {
    const tangent = tangents[k]!;
    let mean = 0;
    if (withAsymptote) for (let i = 0; i < n; i++) mean += (weights[i]! * derivatives[k]![i]!) / n;
    for (let i = 0; i < n; i++) tangent[i] = derivatives[k]![i]! - mean;
    let along = 0;
    for (let i = 0; i < n; i++) along += (weights[i]! * (values[i]! - meanG) * tangent[i]!) / gg;
    for (let i = 0; i < n; i++) tangent[i] = scale * (tangent[i]! - along * (values[i]! - meanG));
  }
  const used = tangents.slice(0, size);
  return {
    normal: used.flatMap((a) => used.map((b) => dot(a, b))),
    gradient: used.map((tangent) => dot(tangent, residuals)),
  };
}
