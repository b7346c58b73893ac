import type { DecayModel } from './decay-models.js';
import type { ShapeValues } from './decay-shape.js';
import type { FitPoints } from './fit-points.js';

/** A law at given parameters of its shape, with the scale and asymptote that are best for them. */
export interface Projection {
  theta: readonly number[];
  scale: number;
  asymptote: number;
  /** Weighted sum of squared residuals; Infinity where the shape cannot be evaluated. */
  error: number;
  /** Upper half of the normal matrix of the shape's parameters, scale and asymptote eliminated. */
  normal: readonly [number, number, number];
  /** Products of the derivatives and the residuals. */
  gradient: readonly [number, number];
}

/** Room for the values of a shape at so many points. */
export function shapeValues(points: number): ShapeValues {
  return {
    g: new Float64Array(points),
    derivatives: [new Float64Array(points), new Float64Array(points)],
  };
}

/**
 * Variable projection: the scale and asymptote come in closed form, and derivatives of the residual by the
 * shape's parameters are taken orthogonal to both (Kaufman, BIT 15, 1975), so that a search has at most two
 * dimensions.
 * @param values room for at least as many points
 */
export function projectLaw(
  model: DecayModel,
  points: FitPoints,
  theta: readonly number[],
  values: ShapeValues,
): Projection {
  model.shape.evaluate(theta, points, values);
  return projectValues(model, points, theta, values);
}

/** As `projectLaw`, for values of the shape that are known. */
export function projectValues(
  { withAsymptote }: DecayModel,
  { y, weights }: FitPoints,
  theta: readonly number[],
  { g, derivatives }: ShapeValues,
): Projection {
  const n = y.length;
  // Arrays of parameters that a shape does not have stay zero, so that one loop serves every shape.
  const [first, second] = derivatives as [Float64Array, Float64Array];
  let meanG = 0;
  let meanY = 0;
  let mean0 = 0;
  let mean1 = 0;
  if (withAsymptote) {
    for (let i = 0; i < n; i++) {
      const weight = weights[i]!;
      meanG += weight * g[i]!;
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
    const centred = g[i]! - meanG;
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
    const centred = g[i]! - meanG;
    const residual = y[i]! - meanY - scale * centred;
    const a = scale * (first[i]! - mean0 - g0 * centred);
    const b = scale * (second[i]! - mean1 - g1 * centred);
    error += weight * residual * residual;
    d00 += weight * a * a;
    d01 += weight * a * b;
    d11 += weight * b * b;
    r0 += weight * a * residual;
    r1 += weight * b * residual;
  }
  if (Number.isNaN(error)) error = Number.POSITIVE_INFINITY;
  return {
    theta,
    scale,
    asymptote: meanY - scale * meanG,
    error,
    normal: [d00, d01, d11],
    gradient: [r0, r1],
  };
}
