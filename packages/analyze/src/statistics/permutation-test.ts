import { createRandom, LetheError } from '@lethe/contracts';

export interface PermutationTest {
  /** Mean of the first condition minus that of the second. */
  difference: number;
  /** Two-sided: share of relabellings whose difference is at least as large in size. */
  pValue: number;
  /** Number of relabellings that were looked at. */
  permutations: number;
  /** Whether those are all that there are. */
  exact: boolean;
}

/** Differences that are equal but for rounding count as equal. */
const ROUNDING = 1e-12;

/**
 * Permutation test over facts between two conditions: facts are relabelled, their values stay as they are.
 * All relabellings are looked at where they are at most `permutations`; else that many are drawn, and the
 * observed one counts as one more, so that p is never 0: (hits + 1) / (permutations + 1) (Phipson and Smyth
 * 2010).
 * @param first one value per fact, such as its mean effectivity
 * @param second of other facts
 * @throws LetheError when a condition has no facts or a value is not finite
 */
export function permutationTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { seed, permutations = 10_000 }: { seed: number; permutations?: number },
): PermutationTest {
  const values = Float64Array.from([...Array.from(first), ...Array.from(second)]);
  if (first.length === 0 || second.length === 0 || !values.every(Number.isFinite)) {
    throw new LetheError({
      what: 'a permutation test needs facts of both conditions, each with a finite value',
      found: `${first.length} and ${second.length} facts, ${values.filter((v) => !Number.isFinite(v)).length} values that are not finite`,
      next: 'leave out facts without a value',
    });
  }
  const total = values.reduce((sum, value) => sum + value, 0);
  const n = first.length;
  const differenceOf = (sum: number): number => sum / n - (total - sum) / (values.length - n);
  const difference = differenceOf(values.subarray(0, n).reduce((sum, value) => sum + value, 0));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const needed = Math.abs(difference) - ROUNDING * largest;
  const hit = (sum: number): number => (Math.abs(differenceOf(sum)) >= needed ? 1 : 0);
  const all = binomial(values.length, n);
  let hits = 0;
  if (all <= permutations) {
    for (const sum of sumsOfSubsets(values, n)) hits += hit(sum);
    return { difference, pValue: hits / all, permutations: all, exact: true };
  }
  const random = createRandom(seed, 'permutation test');
  const pool = values.slice();
  for (let p = 0; p < permutations; p++) {
    let sum = 0;
    // The first n steps of a shuffle draw n facts without replacement.
    for (let i = 0; i < n; i++) {
      const j = i + random.int(pool.length - i);
      const drawn = pool[j]!;
      pool[j] = pool[i]!;
      pool[i] = drawn;
      sum += drawn;
    }
    hits += hit(sum);
  }
  return { difference, pValue: (hits + 1) / (permutations + 1), permutations, exact: false };
}

function binomial(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  return Math.round(count);
}

function* sumsOfSubsets(values: Float64Array, size: number, from = 0, sum = 0): Generator<number> {
  if (size === 0) {
    yield sum;
    return;
  }
  for (let i = from; i <= values.length - size; i++) {
    yield* sumsOfSubsets(values, size - 1, i + 1, sum + values[i]!);
  }
}
