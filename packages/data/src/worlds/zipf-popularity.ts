import type { Random } from '@lethe/contracts';

/**
 * How often each of `count` members of a world is meant to occur, relative to their mean: the member of rank r
 * (from 1; ranks are dealt at random) has a weight in proportion to r^-exponent (Zipf's law).
 * @param exponent 0 makes all equal
 * @returns Float64Array [count] with mean 1, rounded to the 32 bits that tables hold
 */
export function zipfPopularity(count: number, exponent: number, random: Random): Float64Array {
  const weights = Float64Array.from({ length: count }, (_, rank) => (rank + 1) ** -exponent);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  return random.shuffle(weights.map((weight) => Math.fround(weight / mean)));
}
