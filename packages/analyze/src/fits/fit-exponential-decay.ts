import { ordinaryLeastSquares } from './ordinary-least-squares.js';

const MAX_ITERATIONS = 100;
/** Relative fall of the squared error below which the fit has settled. */
const SETTLED = 1e-12;

/**
 * Fits y = scale * exp(-rate * x) by least squares in the space of y: Levenberg-Marquardt from `start`, or
 * from the straight line through (x, log y). With x = log t this is the power law scale * t^-rate.
 * @param x Float64Array [points]
 * @param y Float64Array [points]; may be zero or negative
 * @param weights Float64Array [points]
 * @returns [scale, rate]
 */
export function fitExponentialDecay(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
  start?: readonly [number, number],
): [number, number] {
  let [scale, rate] = start ?? startingValues(x, y, weights);
  let sums = normalEquations(x, y, weights, scale, rate);
  let damping = 1e-3;
  for (let iteration = 0; iteration < MAX_ITERATIONS && sums.error > 0; iteration++) {
    const a = sums.scaleScale * (1 + damping);
    const r = sums.rateRate * (1 + damping);
    const determinant = a * r - sums.scaleRate ** 2;
    const stepScale = (sums.scaleResidual * r - sums.rateResidual * sums.scaleRate) / determinant;
    const stepRate = (sums.rateResidual * a - sums.scaleResidual * sums.scaleRate) / determinant;
    if (!Number.isFinite(stepScale) || !Number.isFinite(stepRate)) break;
    const candidate = normalEquations(x, y, weights, scale + stepScale, rate + stepRate);
    if (candidate.error <= sums.error) {
      const settled = sums.error - candidate.error <= SETTLED * sums.error;
      scale += stepScale;
      rate += stepRate;
      sums = candidate;
      damping = Math.max(damping / 10, 1e-12);
      if (settled) break;
    } else {
      damping *= 10;
      if (damping > 1e12) break;
    }
  }
  return [scale, rate];
}

/** Weighted squared error, and sums of products of its derivatives by the parameters and the residual. */
interface NormalEquations {
  error: number;
  scaleScale: number;
  scaleRate: number;
  rateRate: number;
  scaleResidual: number;
  rateResidual: number;
}

function normalEquations(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
  scale: number,
  rate: number,
): NormalEquations {
  let error = 0;
  let scaleScale = 0;
  let scaleRate = 0;
  let rateRate = 0;
  let scaleResidual = 0;
  let rateResidual = 0;
  for (let i = 0; i < x.length; i++) {
    const weight = weights[i]!;
    const byScale = Math.exp(-rate * x[i]!);
    const byRate = -scale * x[i]! * byScale;
    const residual = y[i]! - scale * byScale;
    error += weight * residual * residual;
    scaleScale += weight * byScale * byScale;
    scaleRate += weight * byScale * byRate;
    rateRate += weight * byRate * byRate;
    scaleResidual += weight * byScale * residual;
    rateResidual += weight * byRate * residual;
  }
  if (Number.isNaN(error)) error = Number.POSITIVE_INFINITY;
  return { error, scaleScale, scaleRate, rateRate, scaleResidual, rateResidual };
}

/** Weighted by y^2 too, the line through the logarithms nearly minimises the error of y itself. */
function startingValues(x: Float64Array, y: Float64Array, weights: Float64Array): [number, number] {
  const positive = Array.from(y.keys()).filter((i) => y[i]! > 0);
  if (positive.length < 2) {
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum += (weights[i]! * y[i]!) / y.length;
    return [sum, 0];
  }
  const total = positive.reduce((sum, i) => sum + weights[i]! * y[i]! ** 2, 0);
  const line = ordinaryLeastSquares(
    positive.map((i) => x[i]!),
    positive.map((i) => Math.log(y[i]!)),
    positive.map((i) => (positive.length * weights[i]! * y[i]! ** 2) / total),
  );
  return Number.isFinite(line.slope) ? [Math.exp(line.intercept), -line.slope] : [y[positive[0]!]!, 0];
}
