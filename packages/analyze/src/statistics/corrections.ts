/** How p-values of tests that are read together are corrected for their number. */
export interface Correction {
  /**
   * p-values so corrected that those of at most alpha are rejected.
   * @param pValues of all tests of the family
   * @returns in the same order, from 0 to 1
   */
  adjust(pValues: readonly number[]): number[];
  /** The largest p-value with which a test would be rejected at alpha, all others as they are. */
  threshold(pValues: readonly number[], test: number, alpha: number): number;
}

/**
 * Keeps the chance that any true hypothesis of the family is rejected at alpha, however tests depend on one another
 * (Holm 1979).
 */
export const holm: Correction = {
  adjust(pValues) {
    let largest = 0;
    return inOrder(pValues, ascending(pValues), (p, rank) => {
      largest = Math.max(largest, Math.min(1, p * (pValues.length - rank)));
      return largest;
    });
  },
  threshold(pValues, test, alpha) {
    const rejected = rejections(holm, pValues.with(test, 1), alpha);
    return alpha / (pValues.length - rejected);
  },
};

/**
 * Keeps the expected share of true hypotheses among those rejected at alpha (Benjamini and Hochberg 1995). Adjusted
 * p-values are q-values. Proven for independent and positively dependent tests; of two-sided tests that share their
 * data no dependence is known to break it (Reiner-Benaim 2007).
 */
export const benjaminiHochberg: Correction = {
  adjust(pValues) {
    const count = pValues.length;
    let least = 1;
    return inOrder(pValues, ascending(pValues).reverse(), (p, rank) => {
      least = Math.min(least, (p * count) / (count - rank));
      return least;
    });
  },
  threshold(pValues, test, alpha) {
    return (alpha * rejections(benjaminiHochberg, pValues.with(test, 0), alpha)) / pValues.length;
  },
};

const ascending = (pValues: readonly number[]): number[] =>
  [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!);

/** Applies a function to values in a certain order, and puts the results back into theirs. */
function inOrder(
  values: readonly number[],
  order: readonly number[],
  apply: (value: number, rank: number) => number,
): number[] {
  const results = new Array<number>(values.length);
  order.forEach((index, rank) => {
    results[index] = apply(values[index]!, rank);
  });
  return results;
}

const rejections = ({ adjust }: Correction, pValues: readonly number[], alpha: number): number =>
  adjust(pValues).filter((p) => p <= alpha).length;
