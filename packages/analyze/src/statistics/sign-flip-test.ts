import { createRandom, LetheError } from '@lethe/contracts';

/** What a sign-flip test says. */
export interface SignFlipTest {
  /** Mean of the differences. */
  mean: number;
  /** Two-sided: share of sign flips whose mean is at least as large in size. */
  pValue: number;
  /** Number of flips that were looked at. */
  permutations: number;
  /** Whether those are all that there are. */
  exact: boolean;
}

/** Means that are equal but for rounding count as equal. */
const ROUNDING = 1e-12;

/**
 * Permutation test of paired differences: where nothing sets the two sides apart, each difference could as well have the
 * other sign (Fisher 1935). All 2^n flips are looked at where they are at most `permutations`; else that many are drawn,
 * and the observed one counts as one more: p = (hits + 1) / (permutations + 1).
 * @param differences one per pair, such as of a seed or a fact under two settings
 * @throws LetheError when there are none or one is not finite
 */
export function signFlipTest(
  differences: ArrayLike<number>,
  { seed, permutations = 10_000 }: { seed: number; permutations?: number },
): SignFlipTest {
  const values = Float64Array.from(differences);
  const n = values.length;
  if (n === 0 || !values.every(Number.isFinite)) {
    throw new LetheError({
      what: 'a sign-flip test needs pairs, each with a finite difference',
      found: `${n} pairs, ${values.filter((v) => !Number.isFinite(v)).length} differences that are not finite`,
      next: 'leave out pairs without a value',
    });
  }
  const observed = values.reduce((sum, value) => sum + value, 0);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const needed = Math.abs(observed) - ROUNDING * n * largest;
  const hit = (isFlipped: (i: number) => boolean): number =>
    Math.abs(values.reduce((sum, value, i) => sum + (isFlipped(i) ? -value : value), 0)) >= needed ? 1 : 0;
  const all = 2 ** n;
  let hits = 0;
  if (all <= permutations) {
    for (let flips = 0; flips < all; flips++) hits += hit((i) => ((flips >>> i) & 1) === 1);
    return { mean: observed / n, pValue: hits / all, permutations: all, exact: true };
  }
  const random = createRandom(seed, 'sign-flip test');
  for (let p = 0; p < permutations; p++) hits += hit(() => random.int(2) === 1);
  return { mean: observed / n, pValue: (hits + 1) / (permutations + 1), permutations, exact: false };
}
