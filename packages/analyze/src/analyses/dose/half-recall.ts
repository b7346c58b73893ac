import { boundedHalf } from '../../fits/logistic-curve.js';
import { combine, type Estimate, type Interval } from '../../statistics/estimate.js';
import { intervalOf } from '../../statistics/interval-of.js';
import type { DoseGroup } from './dose-group.js';
import type { Measure } from './measures.js';

/** The dose at which half is recalled. */
export interface HalfRecall {
  measure: Measure;
  /** Smallest and largest dose. */
  doses: [number, number];
  /** log2 of the dose, bounded by these. */
  estimate: Estimate;
}

/** The dose of half recall of every share, from a logistic curve in log2 of the dose; none with fewer than two doses. */
export function halfRecalls(group: DoseGroup): HalfRecall[] {
  const { ladder } = group;
  if (ladder.length < 2) return [];
  const x = ladder.map(({ dose }) => Math.log2(dose));
  const counts = ladder.map(({ condition }) => group.observations(condition));
  return group.measures
    .filter(({ kind }) => kind === 'share')
    .flatMap((measure): HalfRecall[] => {
      const shares = ladder.map(({ condition }) => group.of(measure, condition));
      if (!shares.every((share) => share !== undefined)) return [];
      // Of the resamples themselves: intervals of shares are no part of it.
      const plain = shares.map(({ interval, method, ...share }): Estimate => {
        return { ...share, ...(interval ? { method: 't' } : method && { method }) };
      });
      const half = combine((...values) => boundedHalf(x, values, counts), ...plain);
      const doses: [number, number] = [ladder[0]!.dose, ladder.at(-1)!.dose];
      const [low, high] = [x[0]!, x.at(-1)!];
      const bound = (at: number): number => Math.min(Math.max(at, low), high);
      const interval = (level: number): Interval | undefined => {
        const own = intervalOf(half, level);
        return own && { low: bound(own.low), high: bound(own.high) };
      };
      return [{ measure, doses, estimate: { ...half, interval } }];
    });
}

/** Where the dose of half recall lies. */
export const reachOf = ({ estimate: { point }, doses: [least, most] }: HalfRecall): string =>
  point >= Math.log2(most)
    ? 'beyond the largest dose'
    : point <= Math.log2(least)
      ? 'not above the smallest dose'
      : 'within';
