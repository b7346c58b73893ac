/** Where a curve of shares comes to one half. */
export interface LogisticCurve {
  /** x, such as log2 of a dose, at which the share is one half; infinite where the curve does not rise. */
  half: number;
  /** By how much the log-odds grow with each unit of x. */
  slope: number;
}

const ITERATIONS = 40;

/**
 * Fits share = 1 / (1 + exp(-slope (x - half))) by maximum likelihood of binomial counts. To each share half a success and
 * half a failure are added (Haldane 1956), so that a curve that jumps from 0 to 1 has a finite slope.
 * @param x at least two of them different
 * @param shares 0 to 1
 * @param counts how many observations each share is of
 */
export function fitLogistic(
  x: readonly number[],
  shares: readonly number[],
  counts: readonly number[],
): LogisticCurve {
  const weights = counts.map((count) => count + 1);
  const targets = shares.map((share, i) => (share * counts[i]! + 0.5) / weights[i]!);
  const centre = x.reduce((sum, value) => sum + value, 0) / x.length;
  // The likelihood is concave, so that Newton's steps, halved where they overshoot, lead to its maximum.
  let [a, b] = [0, 0];
  let best = logLikelihood(x, targets, weights, centre, a, b);
  for (let i = 0; i < ITERATIONS; i++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0];
    x.forEach((value, k) => {
      const at = value - centre;
      const p = sigmoid(a + b * at);
      const residual = weights[k]! * (targets[k]! - p);
      const curvature = weights[k]! * p * (1 - p);
      ga += residual;
      gb += residual * at;
      haa += curvature;
      hab += curvature * at;
      hbb += curvature * at * at;
    });
    const determinant = haa * hbb - hab * hab;
    if (!(determinant > 0)) break;
    const [da, db] = [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant];
    let step = 1;
    let next = logLikelihood(x, targets, weights, centre, a + da, b + db);
    while (next < best && step > 1e-6) {
      step /= 2;
      next = logLikelihood(x, targets, weights, centre, a + step * da, b + step * db);
    }
    if (!(next >= best)) break;
    [a, b] = [a + step * da, b + step * db];
    if (next - best < 1e-12) break;
    best = next;
  }
  if (!(b > 1e-9)) return { half: a > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY, slope: b };
  return { half: centre - a / b, slope: b };
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

function logLikelihood(
  x: readonly number[],
  targets: readonly number[],
  weights: readonly number[],
  centre: number,
  a: number,
  b: number,
): number {
  let sum = 0;
  x.forEach((value, k) => {
    const odds = a + b * (value - centre);
    // log(1 + exp(odds)) without overflow.
    const total = Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds)));
    sum += weights[k]! * (targets[k]! * odds - total);
  });
  return sum;
}

/**
 * log2 of the dose of half recall, no smaller than the smallest dose and no larger than the largest: what lies beyond is
 * not told apart.
 * @returns NaN where a share is missing
 */
export function boundedHalf(
  x: readonly number[],
  shares: readonly number[],
  counts: readonly number[],
): number {
  if (shares.some(Number.isNaN)) return Number.NaN;
  const { half } = fitLogistic(x, shares, counts);
  return Math.min(Math.max(half, Math.min(...x)), Math.max(...x));
}
