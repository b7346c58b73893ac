import { intervalOf } from '../bootstrap/bca-interval.js';
import type { BootstrappedMeans } from '../bootstrap/bootstrap-means.js';
import { columnEstimate, type Interval } from '../bootstrap/estimate.js';
import { decayModels } from '../fits/decay-models.js';
import { fitRetention, type RetentionFit } from '../fits/fit-retention.js';
import { judgeLaws, type LawVerdict } from '../fits/judge-laws.js';
import type { TimeBin } from '../metrics/time-bins.js';

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

/** @param bins of the columns of `means` */
export function summariseForgetting(
  bins: readonly TimeBin[],
  means: BootstrappedMeans,
  { until, level, logarithmicOnly }: { until: number; level: number; logarithmicOnly?: boolean },
): Forgetting {
  const models = logarithmicOnly ? decayModels.filter(({ name }) => name === 'logarithmic') : decayModels;
  const fits = fitRetention(bins, means, { until, level, models });
  const points = bins.flatMap(({ t }, column) => {
    const mean = means.point[column]!;
    if (!Number.isFinite(mean)) return [];
    return { t, mean, interval: intervalOf(columnEstimate(means, column), level), column };
  });
  return {
    points,
    fits,
    logarithmic: fits.find(({ model }) => model.name === 'logarithmic'),
    verdict: judgeLaws(fits),
  };
}
