import type { BootstrappedMeans } from '../bootstrap/bootstrap-means.js';
import { type Estimate, percentileInterval, standardError } from '../bootstrap/estimate.js';
import type { TimeBin } from '../metrics/time-bins.js';
import { type DecayModel, decayModels, type Parameters } from './decay-models.js';
import { determination, type FitQuality, fitQuality } from './fit-quality.js';
import { holdoutError, withMeanOne } from './holdout-error.js';

/** One law of forgetting fitted to a mean retention curve. */
export interface RetentionFit extends FitQuality {
  model: DecayModel;
  parameters: Parameters;
  standardErrors: Parameters;
  low: Parameters;
  high: Parameters;
  holdoutError: number | null;
  /** Updates until half of the gain is left, by the formula. */
  halfLife: number | null;
  /** Updates until nothing is left, by the formula. */
  xIntercept: number | null;
  /** Range of t that was fitted. */
  range: [number, number];
  /** Every parameter over the resamples of facts. */
  estimates: [Estimate, Estimate];
  /** R2 over the resamples; of the logarithmic law only. */
  r2Estimate: Estimate;
}

/** Which laws to fit, and how far. */
export interface FitOptions {
  /** Largest t to fit. */
  until: number;
  /** Level of the percentile intervals. */
  level: number;
  /** All laws unless given. */
  models?: readonly DecayModel[];
}

/** AICc needs more points than parameters plus one; with four it is infinite. */
const FEWEST_POINTS = 5;

/**
 * Fits every law to the mean retention R(t), t >= 1, and again to every resample of facts.
 * A bin weighs as much as it has whole numbers t, so that a fit to bins asks for the same law as the published
 * fit to every t, and constants stay comparable whatever the schedule of measurements.
 * @param bins of the columns of `means`
 * @returns nothing where fewer than five times are measured
 */
export function fitRetention(
  bins: readonly TimeBin[],
  means: BootstrappedMeans,
  { until, level, models = decayModels }: FitOptions,
): RetentionFit[] {
  const columns = Array.from(bins.keys()).filter(
    (c) => bins[c]!.t >= 1 && bins[c]!.t <= until && Number.isFinite(means.point[c]!),
  );
  if (columns.length < FEWEST_POINTS) return [];
  const t = Float64Array.from(columns, (c) => bins[c]!.t);
  const y = Float64Array.from(columns, (c) => means.point[c]!);
  const weights = withMeanOne(Float64Array.from(columns, (c) => bins[c]!.to - bins[c]!.from + 1));
  return models.flatMap((model) => {
    const fit = fitModel(model, { t, y, weights, columns }, means, level);
    return fit ? [fit] : [];
  });
}

/** The points that are fitted. */
interface Points {
  t: Float64Array;
  y: Float64Array;
  weights: Float64Array;
  /** Columns of the means that they are. */
  columns: number[];
}

function fitModel(
  model: DecayModel,
  { t, y, weights, columns }: Points,
  means: BootstrappedMeans,
  level: number,
): RetentionFit | undefined {
  const x = t.map(model.abscissa);
  const parameters = model.fit(x, y, weights);
  const quality = fitQuality(y, fittedValues(model, parameters, x), weights);
  const resamples = means.draws.length / means.columns;
  const draws = [0, 1, 2].map(() => new Float64Array(resamples).fill(Number.NaN));
  const resampled = new Float64Array(columns.length);
  const wantsR2 = model.name === 'logarithmic';
  for (let b = 0; b < resamples; b++) {
    for (let i = 0; i < columns.length; i++) resampled[i] = means.draws[b * means.columns + columns[i]!]!;
    if (resampled.some(Number.isNaN)) continue;
    const estimate = model.fit(x, resampled, weights, parameters);
    draws[0]![b] = estimate[0];
    draws[1]![b] = estimate[1];
    if (wantsR2) draws[2]![b] = determination(resampled, fittedValues(model, estimate, x), weights);
  }
  const estimates = parameters.map((point, i): Estimate => ({ point, draws: draws[i]! }));
  const intervals = estimates.map((estimate) => percentileInterval(estimate.draws, level));
  const errors = estimates.map((estimate) => standardError(estimate.draws));
  const numbers = [...parameters, ...errors, quality.r2, quality.aicc, quality.bic];
  if (!numbers.every(Number.isFinite) || !intervals.every((interval) => interval)) return undefined;
  return {
    model,
    parameters,
    ...quality,
    standardErrors: errors as Parameters,
    low: intervals.map((interval) => interval!.low) as Parameters,
    high: intervals.map((interval) => interval!.high) as Parameters,
    holdoutError: holdoutError(model, t, y, weights),
    halfLife: finiteOrNull(model.timeOf(parameters, 0.5)),
    xIntercept: model.name === 'logarithmic' ? finiteOrNull(model.timeOf(parameters, 0)) : null,
    range: [t[0]!, t[t.length - 1]!],
    estimates: estimates as [Estimate, Estimate],
    r2Estimate: { point: quality.r2, draws: draws[2]! },
  };
}

function fittedValues(model: DecayModel, parameters: Parameters, x: Float64Array): Float64Array {
  return x.map((value) => model.value(parameters, value));
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
