import { quantile } from '../metrics/interquartile-filter.js';
import type { DecayModel } from './decay-models.js';

/** When a law falls to a level, as log10 of the time: such times may lie far beyond what was measured. */
export interface TimeToLevel {
  /** Infinity for never, -Infinity for below the level from the start. */
  log10: number;
  low: number;
  high: number;
}

/**
 * Time at which a law falls to a level, with its percentile interval over resamples. Resamples in which it
 * never does lie at the upper end, so an interval may be open.
 * @param left share of the gain
 * @param draws of every parameter, one Float64Array [resamples] each
 * @param level of the interval
 */
export function timeToLevel(
  model: DecayModel,
  parameters: readonly number[],
  draws: readonly Float64Array[],
  left: number,
  level: number,
): TimeToLevel {
  const times = new Float64Array(draws[0]!.length);
  const drawn = [...parameters];
  for (let b = 0; b < times.length; b++) {
    for (let i = 0; i < drawn.length; i++) drawn[i] = draws[i]![b]!;
    times[b] = model.log10TimeOf(drawn, left);
  }
  const sorted = times.filter((time) => !Number.isNaN(time)).sort();
  return {
    log10: model.log10TimeOf(parameters, left),
    low: endOf(sorted, (1 - level) / 2),
    high: endOf(sorted, (1 + level) / 2),
  };
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
