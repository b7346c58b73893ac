import { createRandom } from '@lethe/contracts';

/** Median of some numbers, the mean of the middle two where their count is even; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Median and range of the ratios of paired values, each pair measured side by side. */
export function pairedRatios(
  above: readonly number[],
  below: readonly number[],
): { median: number; low: number; high: number } {
  const ratios = above.map((value, i) => value / below[i]!);
  return { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) };
}

/**
 * The sum of `above` by the sum of `below`, and its 95 % percentile interval by a bootstrap over pairs: resamples hold
 * what is rare, such as a block with a resume point, more or less often.
 */
export function ratioInterval(
  above: readonly number[],
  below: readonly number[],
  resamples = 10_000,
): { ratio: number; low: number; high: number } {
  const random = createRandom(1, 'bench ratio interval');
  const drawn = new Float64Array(resamples);
  for (let sample = 0; sample < resamples; sample++) {
    let numerator = 0;
    let denominator = 0;
    for (let i = 0; i < above.length; i++) {
      const pair = random.int(above.length);
      numerator += above[pair]!;
      denominator += below[pair]!;
    }
    drawn[sample] = numerator / denominator;
  }
  drawn.sort();
  const at = (share: number): number => drawn[Math.min(resamples - 1, Math.floor(share * resamples))]!;
  return { ratio: sum(above) / sum(below), low: at(0.025), high: at(0.975) };
}
