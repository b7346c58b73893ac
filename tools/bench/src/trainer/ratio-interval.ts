import { createRandom } from '@lethe/contracts';

/** A ratio of sums over pairs, with the interval that holds 95 % of its resamples. */
export interface RatioInterval {
  ratio: number;
  low: number;
  high: number;
}

/**
 * The sum of `above` by the sum of `below`, whose entries belong together in pairs, with a percentile bootstrap over pairs:
 * what is rare in blocks, such as a resume point, is in some resamples more often and in others less.
 */
export function ratioInterval(
  above: readonly number[],
  below: readonly number[],
  resamples = 10_000,
): RatioInterval {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
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
