/**
 * Quantile by linear interpolation between order statistics (the default of numpy.percentile).
 * @param sorted ascending, without NaN
 * @param share 0 .. 1
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return below + 1 < sorted.length ? low + (place - below) * (sorted[below + 1]! - low) : low;
}

/**
 * Bounds beyond which a value is an outlier: `factor` interquartile ranges below the first and above the
 * third quartile (arXiv 2406.11813 states 1.5, its code uses 2.0). NaN are ignored.
 * @param factor null keeps everything
 */
export function interquartileBounds(values: ArrayLike<number>, factor: number | null): [number, number] {
  if (factor === null) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const first = quantile(sorted, 0.25);
  const third = quantile(sorted, 0.75);
  const reach = factor * (third - first);
  return [first - reach, third + reach];
}

/** Replaces outliers by NaN, in a copy. */
export function withoutOutliers(values: Float64Array, factor: number | null): Float64Array {
  const [low, high] = interquartileBounds(values, factor);
  return values.map((value) => (value >= low && value <= high ? value : Number.NaN));
}
