import type { Random } from '@lethe/contracts';

/** Zipf's law over the members of a world. */
export interface Popularity {
  /** Rank of every member, 0 the most popular, dealt at random: Int32Array [count]. */
  ranks: Int32Array;
  /**
   * How often every member is meant to occur, in proportion to (rank + 1)^-exponent: Float64Array [count] with mean
   * 1, rounded to the 32 bits that tables hold.
   */
  popularity: Float64Array;
}

/** Deals ranks and Zipf's weights; with exponent 0 all weights are 1. */
export function zipfPopularity(count: number, exponent: number, random: Random): Popularity {
  const weights = Float64Array.from({ length: count }, (_, rank) => (rank + 1) ** -exponent);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const ranks = random.shuffle(Int32Array.from({ length: count }, (_, rank) => rank));
  return { ranks, popularity: Float64Array.from(ranks, (rank) => Math.fround(weights[rank]! / mean)) };
}
