import type { IntervalMethod } from '../statistics/jackknife.js';

/** How estimates over runs are resampled, and how their intervals are made. */
export interface Resampling {
  seed: number;
  resamples: number;
  method: IntervalMethod;
}

/** What the options of the analyze stage say of it. */
export const resamplingOf = ({
  seed,
  bootstrap,
}: {
  seed: number;
  bootstrap: { seed?: number | undefined; resamples: number; method: IntervalMethod };
}): Resampling => ({
  seed: bootstrap.seed ?? seed,
  resamples: bootstrap.resamples,
  method: bootstrap.method,
});
