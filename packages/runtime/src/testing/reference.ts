/** Numbers in [-1, 1) that are the same in every run (a linear congruential generator). */
export function pseudoRandom(length: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** The gradient of sum(weights * f(x)) in double precision, by central differences. */
export function numericalGradient(
  f: (x: number[]) => number[],
  x: ArrayLike<number>,
  weights: ArrayLike<number>,
  step = 1e-4,
): number[] {
  const at = (index: number, delta: number) => {
    const moved = Array.from(x, (value, i) => (i === index ? value + delta : value));
    return f(moved).reduce((sum, value, i) => sum + value * weights[i]!, 0);
  };
  return Array.from({ length: x.length }, (_, i) => (at(i, step) - at(i, -step)) / (2 * step));
}

/** The largest absolute difference; infinite for arrays of different lengths or with NaN on one side. */
export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let max = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= max)) max = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return max;
}
