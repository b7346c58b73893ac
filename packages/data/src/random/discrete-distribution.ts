/** A distribution over whole numbers, ascending; `cumulative[i]` is the weight of values up to `values[i]`. */
export interface DiscreteDistribution {
  values: Int32Array;
  cumulative: Float64Array;
  /** Weight of all values. */
  weight: number;
}

/** The zeta distribution cut off at `maximum`: P(k) ~ 1 / k^exponent for k = 1 .. maximum. */
export function createZeta(exponent: number, maximum: number): DiscreteDistribution {
  const values = Int32Array.from({ length: maximum }, (_, i) => i + 1);
  return accumulate(
    values,
    Float64Array.from(values, (k) => k ** -exponent),
  );
}

/** The distribution of a histogram: value -> documents, or any other weight. */
export function createHistogram(weights: Readonly<Record<string, number>>): DiscreteDistribution {
  const entries = Object.entries(weights)
    .map(([value, weight]) => [Number(value), weight] as const)
    .filter(([, weight]) => weight > 0)
    .sort(([a], [b]) => a - b);
  return accumulate(
    Int32Array.from(entries, ([value]) => value),
    Float64Array.from(entries, ([, weight]) => weight),
  );
}

/** The distribution over 0, 1, .. with the given weights. */
export function distributionOf(weights: Float64Array): DiscreteDistribution {
  return accumulate(
    Int32Array.from(weights, (_, i) => i),
    weights,
  );
}

function accumulate(values: Int32Array, weights: Float64Array): DiscreteDistribution {
  const cumulative = new Float64Array(weights.length);
  let weight = 0;
  for (let i = 0; i < weights.length; i++) {
    weight += weights[i]!;
    cumulative[i] = weight;
  }
  return { values, cumulative, weight };
}

/** The smallest value below or at which more than `position` of the weight lies; 0 <= position < weight. */
export function valueAt({ values, cumulative }: DiscreteDistribution, position: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! > position) high = middle;
    else low = middle + 1;
  }
  return values[low]!;
}
