import type { Estimate, Interval } from '../../statistics/estimate.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { clopperPearson } from '../../statistics/share-interval.js';

/**
 * An area under a curve whose intervals stay within 0 and 1. Where it does not vary, since every member lies above every
 * control or below, so many facts all alike still leave room: the exact interval of a share of them.
 * @param facts distinct members
 */
export function boundedArea(area: Estimate, facts: number): Estimate {
  const interval = (level: number): Interval | undefined => {
    const own = intervalOf(area, level);
    if (!own) return undefined;
    if (own.high > own.low) return { low: Math.max(0, own.low), high: Math.min(1, own.high) };
    return clopperPearson(area.point * facts, facts, level);
  };
  return { ...area, interval };
}
