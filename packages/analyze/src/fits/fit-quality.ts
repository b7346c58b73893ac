/** How well a model with two parameters and a noise variance describes points. */
export interface FitQuality {
  r2: number;
  /** Corrected Akaike information criterion, up to a constant that is the same for all models. */
  aicc: number;
  bic: number;
}

/** Two parameters and the variance of the noise. */
const PARAMETERS = 3;
/** Keeps the criteria finite for points that lie exactly on the curve. */
const SMALLEST_VARIANCE = 1e-30;

/**
 * R2, AICc and BIC of Gaussian residuals; the noise variance counts as a parameter.
 * @param y Float64Array [points], at least five for a finite AICc
 * @param fitted Float64Array [points]
 * @param weights Float64Array [points], with mean 1
 */
export function fitQuality(y: Float64Array, fitted: Float64Array, weights: Float64Array): FitQuality {
  const n = y.length;
  const { residual } = sumsOfSquares(y, fitted, weights);
  const logLikelihood = n * Math.log(Math.max(residual / n, SMALLEST_VARIANCE));
  return {
    r2: determination(y, fitted, weights),
    aicc: logLikelihood + 2 * PARAMETERS + (2 * PARAMETERS * (PARAMETERS + 1)) / (n - PARAMETERS - 1),
    bic: logLikelihood + PARAMETERS * Math.log(n),
  };
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
