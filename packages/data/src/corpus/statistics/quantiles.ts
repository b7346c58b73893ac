/** Some numbers by rank: `at[p]` is the smallest of them that at least the share p of them do not exceed. */
export interface Quantiles {
  values: number;
  mean: number;
  at: Record<(typeof quantileShares)[number], number>;
}

export const quantileShares = ['0', '0.01', '0.1', '0.25', '0.5', '0.75', '0.9', '0.99', '1'] as const;

/**
 * Counts whole numbers and gives exact quantiles. Memory grows with the number of different values: for lengths of
 * texts at most with the square root of all their characters.
 */
export class ValueCounts {
  readonly #counts = new Map<number, number>();
  #values = 0;
  #sum = 0;

  add(value: number): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
    this.#values++;
    this.#sum += value;
  }

  get sum(): number {
    return this.#sum;
  }

  /** All zero where nothing was counted. */
  quantiles(): Quantiles {
    const sorted = [...this.#counts].sort(([a], [b]) => a - b);
    const at = {} as Quantiles['at'];
    let [i, below] = [0, 0];
    for (const share of quantileShares) {
      const rank = Math.max(1, Math.ceil(Number(share) * this.#values));
      while (i < sorted.length && below + sorted[i]![1] < rank) below += sorted[i++]![1];
      at[share] = sorted[i]?.[0] ?? 0;
    }
    return { values: this.#values, mean: this.#values === 0 ? 0 : this.#sum / this.#values, at };
  }
}

/** Smallest, mean and largest of some numbers. */
export interface Range {
  min: number;
  mean: number;
  max: number;
}

/** The range of numbers; all zero where there are none. */
export function rangeOf(values: readonly number[]): Range {
  if (values.length === 0) return { min: 0, mean: 0, max: 0 };
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  return { min, mean: sum / values.length, max };
}

/** How many of how many. */
export interface Share {
  count: number;
  of: number;
}

/** How many of the values pass. */
export function shareOf<T>(values: readonly T[], passes: (value: T) => boolean): Share {
  return { count: values.filter(passes).length, of: values.length };
}
