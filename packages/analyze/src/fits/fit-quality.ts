/** How well a law describes points. */
export interface FitQuality {
  r2: number;
  /**
   * Corrected Akaike information criterion, up to a constant that is the same for all models; infinite where the points
   * are not two more than the parameters and the variance.
   */
  aicc: number;
  bic: number;
}

/** Keeps the criteria finite for points that lie exactly on the curve. */
const SMALLEST_VARIANCE = 1e-30;

/**
 * R2, AICc and BIC of Gaussian residuals; the noise variance counts as a parameter.
 * @param y Float64Array [points], at least `parameters` + 3 for a finite AICc
 * @param fitted Float64Array [points]
 * @param weights Float64Array [points], with mean 1
 * @param parameters number of fitted parameters, without the variance
 */
export function fitQuality(
  y: Float64Array,
  fitted: Float64Array,
  weights: Float64Array,
  parameters: number,
): FitQuality {
  const n = y.length;
  const k = parameters + 1;
  const { residual } = sumsOfSquares(y, fitted, weights);
  const logLikelihood = n * Math.log(Math.max(residual / n, SMALLEST_VARIANCE));
  return {
    r2: determination(y, fitted, weights),
    // The correction changes its sign below k + 1 points, and would prefer the law that they determine least.
    aicc: n > k + 1 ? logLikelihood + 2 * k + (2 * k * (k + 1)) / (n - k - 1) : Number.POSITIVE_INFINITY,
    bic: logLikelihood + k * Math.log(n),
  };
}

/**
 * Akaike weights, which sum to 1: exp(-difference / 2) of every AICc to the smallest, over their sum. The weight of an
 * infinite one is 0; where all are infinite nothing compares the laws, and all weights are NaN.
 */
export function akaikeWeights(aicc: readonly number[]): number[] {
  const best = Math.min(...aicc);
  const likelihoods = aicc.map((value) => Math.exp((best - value) / 2));
  const sum = likelihoods.reduce((total, value) => total + value, 0);
  return likelihoods.map((value) => value / sum);
}

/** Share of variance explained, R2 = 1 - SS_residual / SS_total; of constant points 1 if they are met, else 0. */
export function determination(y: Float64Array, fitted: Float64Array, weights: Float64Array): number {
  const { residual, total } = sumsOfSquares(y, fitted, weights);
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}

function sumsOfSquares(
  y: Float64Array,
  fitted: Float64Array,
  weights: Float64Array,
): { residual: number; total: number } {
  let mean = 0;
  for (let i = 0; i < y.length; i++) mean += (weights[i]! * y[i]!) / y.length;
  let residual = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    residual += weights[i]! * (y[i]! - fitted[i]!) ** 2;
    total += weights[i]! * (y[i]! - mean) ** 2;
  }
  return { residual, total };
}
