import { bcaShares } from '../statistics/bca-interval.js';
import { combine, type Estimate } from '../statistics/estimate.js';
import { quantile } from '../statistics/interquartile-filter.js';
import { intervalOf, methodOf } from '../statistics/interval-of.js';
import { shapesOf } from '../statistics/jackknife.js';
import type { DecayModel } from './decay-models.js';

/** When a law falls to a level, as log10 of the time: such times may lie far beyond what was measured. */
export interface TimeToLevel {
  /** Infinity for never, -Infinity for below the level from the start. */
  log10: number;
  low: number;
  high: number;
}

/**
 * Time at which a law falls to a level, with its interval over resamples. Resamples in which it never does lie
 * at the upper end, so an interval may be open.
 * @param estimates of every parameter
 * @param left share of the gain
 * @param level of the interval
 */
export function timeToLevel(
  model: DecayModel,
  estimates: readonly Estimate[],
  left: number,
  level: number,
): TimeToLevel {
  const times = combine((...parameters) => model.log10TimeOf(parameters, left), ...estimates);
  const { point, draws, leftOut } = times;
  const method = methodOf(times);
  const ends = method === 't' ? intervalOf(times, level) : undefined;
  if (ends) return { log10: point, ...ends };
  const [low, high] =
    method === 'bca'
      ? bcaShares({ point, draws, leftOut: shapesOf(leftOut) }, level)
      : [(1 - level) / 2, (1 + level) / 2];
  const sorted = draws.filter((time) => !Number.isNaN(time)).sort();
  return { log10: point, low: endOf(sorted, low), high: endOf(sorted, high) };
}

/** A quantile of values that may be infinite: halfway to infinity is infinite. */
function endOf(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  if (Number.isFinite(below) && Number.isFinite(above)) return quantile(sorted, share);
  return share < 0.5 ? below : above;
}
