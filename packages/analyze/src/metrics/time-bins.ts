/** Times since a local acquisition maximum that are reported as one. */
export interface TimeBin {
  /** The time that stands for it: the geometric mean of its whole numbers. */
  t: number;
  from: number;
  /** Last time in it. */
  to: number;
}

/** Bins per factor of ten, where not every update was measured. */
export const BINS_PER_DECADE = 12;

/** Every time by itself, 0 .. reach: for probes that were measured after every update. */
export function everyTime(reach: number): TimeBin[] {
  return Array.from({ length: reach + 1 }, (_, t) => ({ t, from: t, to: t }));
}

/** Zero, and bins that are evenly wide in the logarithm of t, as far as all of a bin is reached. */
export function logarithmicBins(reach: number): TimeBin[] {
  const bins: TimeBin[] = [{ t: 0, from: 0, to: 0 }];
  for (let k = 0; ; k++) {
    // Powers of ten come out a hair too large or too small otherwise.
    const from = Math.ceil(10 ** (k / BINS_PER_DECADE) - 1e-9);
    const to = Math.ceil(10 ** ((k + 1) / BINS_PER_DECADE) - 1e-9) - 1;
    if (to > reach || from > reach) return bins;
    if (to >= from) bins.push({ t: geometricMean(from, to), from, to });
  }
}

function geometricMean(from: number, to: number): number {
  let sum = 0;
  for (let t = from; t <= to; t++) sum += Math.log(t);
  return Math.round(Math.exp(sum / (to - from + 1)));
}

/**
 * Where in a list of times every bin begins and ends.
 * @param times ascending, from 0
 * @param bins ascending from 0, without gaps
 * @returns Int32Array [bins + 1]: bin b holds the times from place `bounds[b]` to before `bounds[b + 1]`
 */
export function binBounds(times: Int32Array, bins: readonly TimeBin[]): Int32Array {
  const bounds = new Int32Array(bins.length + 1);
  let place = 0;
  bins.forEach(({ to }, bin) => {
    while (place < times.length && times[place]! <= to) place++;
    bounds[bin + 1] = place;
  });
  return bounds;
}
