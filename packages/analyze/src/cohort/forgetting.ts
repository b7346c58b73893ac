import { decayModels, publishedModel } from '../fits/decay-models.js';
import { fitRetention, type RetentionFit } from '../fits/fit-retention.js';
import { judgeLaws, type LawVerdict } from '../fits/judge-laws.js';
import type { TimeBin } from '../metrics/time-bins.js';
import type { BootstrappedMeans } from '../statistics/bootstrap-means.js';
import { columnIntervals } from '../statistics/column-intervals.js';
import type { Interval } from '../statistics/estimate.js';

/** Mean share of the gain that is left at a time. */
export interface RetentionPoint {
  /** Updates since the last local acquisition maximum. */
  t: number;
  mean: number;
  /** Undefined where too few resamples give a number. */
  interval: Interval | undefined;
  /** Column in the cell's tables. */
  column: number;
}

/** A mean retention curve with its intervals and the laws fitted to it. */
export interface Forgetting {
  /** Times with a finite mean. */
  points: RetentionPoint[];
  fits: RetentionFit[];
  /** The logarithmic one among them. */
  logarithmic: RetentionFit | undefined;
  /** Which of the laws it is, if one can tell; undefined without fits. */
  verdict: LawVerdict | undefined;
}

export interface ForgettingOptions {
  /** Largest t that laws are fitted to; 0 for all. */
  until: number;
  /** Of the intervals. */
  level: number;
  logarithmicOnly?: boolean;
}

/** Decades of t that laws were fitted to. */
export const decadesOf = ([fit]: readonly RetentionFit[]): number =>
  fit ? Math.log10(fit.range[1] / fit.range[0]) : 0;

/** @param bins of the columns of `means` */
export function summariseForgetting(
  bins: readonly TimeBin[],
  means: BootstrappedMeans,
  { until, level, logarithmicOnly }: ForgettingOptions,
): Forgetting {
  const models = logarithmicOnly ? [publishedModel] : decayModels;
  const fits = fitRetention(bins, means, { until, level, models });
  const finite = bins.flatMap(({ t }, column) => {
    const mean = means.point[column]!;
    return Number.isFinite(mean) ? { t, mean, column } : [];
  });
  const intervals = columnIntervals(
    means,
    level,
    finite.map(({ column }) => column),
  );
  const points = finite.map((point) => ({ ...point, interval: intervals.get(point.column) }));
  return {
    points,
    fits,
    logarithmic: fits.find(({ model }) => model === publishedModel),
    verdict: judgeLaws(fits, decadesOf(fits), level),
  };
}
