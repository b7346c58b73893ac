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

/** Room for a law of so many parameters at so many points. */
export function lawTable(points: number, parameters: number): ProjectionTable {
  const columns = () => Array.from({ length: parameters }, () => new Float64Array(points));
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
  { values, derivatives, residuals, tangents }: ProjectionTable,
): Projection {
  const n = y.length;
  const meanG = withAsymptote ? weightedMean(values, weights, n) : 0;
  const meanY = withAsymptote ? weightedMean(y, weights, n) : 0;
  let gg = 0;
  let gy = 0;
  for (let i = 0; i < n; i++) {
    const centred = values[i]! - meanG;
    const weighted = weights[i]! * centred;
    gg += weighted * centred;
    gy += weighted * (y[i]! - meanY);
  }
  const scale = gy / gg;
  let error = 0;
  for (let i = 0; i < n; i++) {
    const residual = y[i]! - meanY - scale * (values[i]! - meanG);
    residuals[i] = residual;
    error += weights[i]! * residual * residual;
  }
  const size = theta.length;
  const normal = new Array<number>(size * size).fill(0);
  const gradient = new Array<number>(size).fill(0);
  for (let k = 0; k < size; k++) {
    const derivative = derivatives[k]!;
    const tangent = tangents[k]!;
    const mean = withAsymptote ? weightedMean(derivative, weights, n) : 0;
    let along = 0;
    for (let i = 0; i < n; i++) along += weights[i]! * (values[i]! - meanG) * (derivative[i]! - mean);
    along /= gg;
    let square = 0;
    let slope = 0;
    for (let i = 0; i < n; i++) {
      const rest = scale * (derivative[i]! - mean - along * (values[i]! - meanG));
      const weighted = weights[i]! * rest;
      tangent[i] = rest;
      square += weighted * rest;
      slope += weighted * residuals[i]!;
    }
    normal[k * size + k] = square;
    gradient[k] = slope;
    for (let l = 0; l < k; l++) {
      const other = tangents[l]!;
      let product = 0;
      for (let i = 0; i < n; i++) product += weights[i]! * other[i]! * tangent[i]!;
      normal[k * size + l] = product;
      normal[l * size + k] = product;
    }
  }
  return {
    theta,
    scale,
    asymptote: meanY - scale * meanG,
    error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error,
    normal,
    gradient,
  };
}

/** Of the first n, whose weights have mean 1. */
function weightedMean(values: Float64Array, weights: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i]! * values[i]!;
  return sum / n;
}
