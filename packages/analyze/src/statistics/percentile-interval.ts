import type { Interval } from './estimate.js';
import { quantile } from './interquartile-filter.js';
import { placeOrder } from './place-order.js';

/**
 * Percentile interval of the bootstrap.
 * @param level such as 0.95
 * @returns undefined where fewer than half of the resamples give a finite number
 */
export function percentileInterval(draws: Float64Array, level: number): Interval | undefined {
  return quantileInterval(draws, [(1 - level) / 2, (1 + level) / 2]);
}

/**
 * Two quantiles of the finite draws, with only what stands around them put in order.
 * @param shares ascending
 * @returns undefined where fewer than half of the resamples give a finite number
 */
export function quantileInterval(
  draws: Float64Array,
  shares: readonly [number, number],
): Interval | undefined {
  if (room.length < draws.length) room = new Float64Array(draws.length);
  let count = 0;
  for (let b = 0; b < draws.length; b++) {
    const value = draws[b]!;
    // Zero for every finite number, else NaN.
    if (value - value === 0) room[count++] = value;
  }
  if (count === 0 || count < draws.length / 2) return undefined;
  const finite = room.subarray(0, count);
  const below = shares.map((share) => Math.floor(share * (count - 1))) as [number, number];
  return tails(finite, below, shares) ?? selected(finite, below, shares);
}

/** Reused by every call, so that intervals at thousands of times leave nothing to collect. */
let room = new Float64Array(0);

/** Both quantiles by selection. */
function selected(
  finite: Float64Array,
  below: readonly [number, number],
  shares: readonly [number, number],
): Interval {
  let from = 0;
  for (const first of below) {
    for (const rank of [first, first + 1]) {
      if (rank < from || rank >= finite.length) continue;
      placeOrder(finite, rank, from);
      from = rank + 1;
    }
  }
  return { low: quantile(finite, shares[0]), high: quantile(finite, shares[1]) };
}

/** Values of which a sample tells how far the tails reach. */
const SAMPLE = 64;
const sample = new Float64Array(SAMPLE);
/** Most values of a tail. */
const TAIL = 1024;
const smallValues = new Float64Array(TAIL);
const largeValues = new Float64Array(TAIL);

/**
 * Both quantiles from the two tails alone, which are cut off where a sample of the values says and put in order.
 * @returns undefined where the sample cut off too little, or the tails are most of the values
 */
function tails(
  finite: Float64Array,
  [low, high]: readonly [number, number],
  shares: readonly [number, number],
): Interval | undefined {
  const count = finite.length;
  const cut = (share: number): number => Math.ceil(share * SAMPLE) + 3;
  const [lower, upper] = [cut(shares[0]), cut(1 - shares[1])];
  if (count < 4 * SAMPLE || lower + upper > SAMPLE / 2) return undefined;
  for (let i = 0; i < SAMPLE; i++) sample[i] = finite[Math.floor((i * count) / SAMPLE)]!;
  sample.sort();
  const [least, most] = [sample[lower - 1]!, sample[SAMPLE - upper]!];
  if (!(least < most)) return undefined;
  let small = 0;
  let large = 0;
  for (let i = 0; i < count; i++) {
    const value = finite[i]!;
    if (value <= least) smallValues[small++ % TAIL] = value;
    else if (value >= most) largeValues[large++ % TAIL] = value;
  }
  const enough = low + 2 <= small && count - high <= large;
  if (!enough || small > TAIL || large > TAIL) return undefined;
  const lowTail = smallValues.subarray(0, small).sort();
  const highTail = largeValues.subarray(0, large).sort();
  return {
    low: between(lowTail, low, fraction(shares[0] * (count - 1))),
    high: between(highTail, high - (count - large), fraction(shares[1] * (count - 1))),
  };
}

const fraction = (place: number): number => place - Math.floor(place);

/** The value at a share of the way from one rank to the next. */
function between(sorted: Float64Array, below: number, share: number): number {
  const value = sorted[below]!;
  return below + 1 < sorted.length ? value + share * (sorted[below + 1]! - value) : value;
}
