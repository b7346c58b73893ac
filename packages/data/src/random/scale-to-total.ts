import { LetheError } from '@lethe/contracts';

/** The range that every multiplicity keeps to, both ends included. */
export interface Bounds {
  minimum: number;
  maximum: number;
}

/**
 * Whole numbers in proportion to `weights` [documents] that keep to the bounds and sum to `total` exactly.
 * The scale is found by bisection, the fractions are settled by largest remainder, ties by position; where the
 * weights do not increase, the result does not either.
 * @throws LetheError when no numbers within the bounds have that sum
 */
export function scaleToTotal(weights: Float64Array, total: number, bounds: Bounds): Int32Array {
  const { minimum, maximum } = bounds;
  const documents = weights.length;
  if (total < minimum * documents || total > maximum * documents) {
    throw new LetheError({
      what: 'the copies cannot have this total',
      where: 'multiplicity',
      expected: `${minimum * documents} to ${maximum * documents} copies of ${documents} documents, each ${minimum} to ${maximum} times`,
      found: `a total of ${total}`,
      next: 'choose another total or mean, or other bounds',
    });
  }
  const scale = findScale(weights, total, bounds);
  const shares = weights.map((weight) => clamp(scale * weight, bounds));
  return roundToTotal(shares, total);
}

/** Rounds every share down or up so that the sum is `total`, which lies within `shares.length` of their sum. */
function roundToTotal(shares: Float64Array, total: number): Int32Array {
  const rounded = Int32Array.from(shares, Math.floor);
  let missing = total - rounded.reduce((sum, value) => sum + value, 0);
  if (missing === 0) return rounded;
  const remainders = shares.map((share, i) => share - rounded[i]!).sort();
  const threshold = remainders[remainders.length - missing]!;
  for (let i = 0; i < shares.length; i++) {
    if (shares[i]! - Math.floor(shares[i]!) > threshold) {
      rounded[i]!++;
      missing--;
    }
  }
  for (let i = 0; missing > 0; i++) {
    if (shares[i]! - Math.floor(shares[i]!) === threshold) {
      rounded[i]!++;
      missing--;
    }
  }
  return rounded;
}

function findScale(weights: Float64Array, total: number, bounds: Bounds): number {
  const sumAt = (scale: number): number => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += clamp(scale * weights[i]!, bounds);
    return sum;
  };
  let low = 0;
  let high = 1;
  while (sumAt(high) < total) high *= 2;
  while (high - low > 1e-15 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (sumAt(middle) < total) low = middle;
    else high = middle;
  }
  return high;
}

/** The value of the range that is nearest. */
export function clamp(value: number, { minimum, maximum }: Bounds): number {
  return value < minimum ? minimum : value > maximum ? maximum : value;
}
