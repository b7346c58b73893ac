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
