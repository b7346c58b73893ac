/** A straight line y = intercept + slope x. */
export interface Line {
  intercept: number;
  slope: number;
  /** Share of variance explained. */
  r2: number;
  /** Textbook standard error of the slope, which takes the points as independent. */
  slopeError: number;
}

/**
 * Closed-form least squares.
 * @param x at least two different values
 * @param y of the same length
 * @param weights of the same length, with mean 1; all 1 unless given
 */
export function ordinaryLeastSquares(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Line {
  const n = x.length;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights ? weights[i]! : 1;
    meanX += (weight * x[i]!) / n;
    meanY += (weight * y[i]!) / n;
  }
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights ? weights[i]! : 1;
    xx += weight * (x[i]! - meanX) ** 2;
    xy += weight * (x[i]! - meanX) * (y[i]! - meanY);
    yy += weight * (y[i]! - meanY) ** 2;
  }
  const slope = xy / xx;
  // Rounding can take the residual sum below zero when the points lie on the line.
  const residual = Math.max(0, yy - slope * xy);
  return {
    intercept: meanY - slope * meanX,
    slope,
    r2: yy === 0 ? 1 : 1 - residual / yy,
    slopeError: Math.sqrt(residual / (n - 2)) / Math.sqrt(xx),
  };
}
