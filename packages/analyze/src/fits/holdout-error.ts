import type { DecayModel } from './decay-models.js';

const FITTED_SHARE = 0.7;
const FEWEST_POINTS = 3;

/**
 * Blocked hold-out: fits the first 70 % of log time and returns the root mean square error on the rest.
 * Residuals along a curve hang together, so leaving out scattered points would flatter every model.
 * @param t Float64Array [points], ascending, >= 1
 * @param y Float64Array [points]
 * @param weights Float64Array [points]
 * @returns null where fewer than three points can be fitted or none is left
 */
export function holdoutError(
  model: DecayModel,
  t: Float64Array,
  y: Float64Array,
  weights: Float64Array,
): number | null {
  const from = Math.log(t[0]!);
  const limit = from + FITTED_SHARE * (Math.log(t[t.length - 1]!) - from);
  let fitted = 0;
  while (fitted < t.length && Math.log(t[fitted]!) <= limit) fitted++;
  if (fitted < FEWEST_POINTS || fitted === t.length) return null;
  const x = t.map(model.abscissa);
  const parameters = model.fit(
    x.subarray(0, fitted),
    y.subarray(0, fitted),
    withMeanOne(weights.subarray(0, fitted)),
  );
  let sum = 0;
  let total = 0;
  for (let i = fitted; i < t.length; i++) {
    sum += weights[i]! * (y[i]! - model.value(parameters, x[i]!)) ** 2;
    total += weights[i]!;
  }
  const error = Math.sqrt(sum / total);
  return Number.isFinite(error) ? error : null;
}

/** The same weights, scaled to mean 1. */
export function withMeanOne(weights: Float64Array): Float64Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}
