import type { TimeBin } from '../metrics/time-bins.js';
import type { BootstrappedMeans } from '../statistics/bootstrap-means.js';
import { type Estimate, estimateOf, standardError } from '../statistics/estimate.js';
import { intervalOf } from '../statistics/interval-of.js';
import { type DecayModel, decayModels } from './decay-models.js';
import { fitCovariance } from './fit-covariance.js';
import { fitLaw } from './fit-law.js';
import { fitPoints } from './fit-points.js';
import { akaikeWeights, type FitQuality, fitQuality } from './fit-quality.js';
import { type Holdout, holdOut, holdoutEstimate } from './holdout.js';
import { noiseFreeDetermination } from './noise-free-determination.js';
import { type Resamples, refitResamples, resamplePoints } from './refit-resamples.js';
import { type TimeToLevel, timeToLevel } from './time-to-level.js';

/** One law of forgetting fitted to a mean retention curve. Lists are in the order of `parameterNames`. */
export interface RetentionFit extends FitQuality {
  model: DecayModel;
  parameters: number[];
  /** Over resamples of facts. */
  standardErrors: number[];
  low: number[];
  high: number[];
  /** From the curvature, the points taken as independent. */
  jacobianErrors: number[];
  /** Correlations from the curvature, row by row. */
  correlations: number[];
  /** Weight of the law among all that were fitted. */
  akaikeWeight: number;
  /** Mean square error on the last 30 % of log time, predicted from the rest; undefined where too little is left. */
  holdout: Estimate | undefined;
  /** Updates until half of the gain is left, by the formula. */
  halfLife: TimeToLevel;
  /** Updates until nothing is left, by the formula. */
  xIntercept: TimeToLevel;
  /** Number of times that were fitted. */
  points: number;
  /** Range of t that was fitted. */
  range: [number, number];
  /** Every parameter over the resamples of facts. */
  estimates: Estimate[];
  /** R2 that noise does not lower, over the resamples; of laws with a line only. */
  r2Estimate: Estimate;
}

/** Which laws to fit, and how far. */
export interface FitOptions {
  /** Largest t to fit. */
  until: number;
  /** Level of the intervals. */
  level: number;
  /** All laws unless given. */
  models?: readonly DecayModel[];
}

/** AICc needs two points more than parameters and noise variance; with one it is infinite. */
const SPARE_POINTS = 3;
const FEWEST_POINTS = 5;
/** Share of resamples that may lack a time: one that some seeds alone were measured at speaks of them alone. */
const MOST_GAPS = 0.05;

/**
 * Fits every law to the mean retention R(t), t >= 1, and again to every resample of facts.
 * A bin weighs as much as it has whole numbers t, so that a fit to bins asks for the same law as the published
 * fit to every t, and constants stay comparable whatever the schedule of measurements.
 * @param bins of the columns of `means`
 * @returns nothing where fewer than five times are measured; without laws whose parameters the points do not
 * determine
 */
export function fitRetention(
  bins: readonly TimeBin[],
  means: BootstrappedMeans,
  { until, level, models = decayModels }: FitOptions,
): RetentionFit[] {
  const gaps = gapsIn(means);
  const columns = Array.from(bins.keys()).filter(
    (c) =>
      bins[c]!.t >= 1 &&
      bins[c]!.t <= until &&
      Number.isFinite(means.point[c]!) &&
      gaps[c]! <= (MOST_GAPS * means.draws.length) / means.columns,
  );
  if (columns.length < FEWEST_POINTS) return [];
  const points = fitPoints(
    Float64Array.from(columns, (c) => bins[c]!.t),
    Float64Array.from(columns, (c) => means.point[c]!),
    Float64Array.from(columns, (c) => bins[c]!.to - bins[c]!.from + 1),
  );
  const resamples = resamplePoints(
    points,
    columns,
    means,
    models.some(({ shape }) => shape.parameters.length > 0),
  );
  // A law by itself has none to be compared with.
  const holdout = models.length > 1 ? holdOut(resamples) : undefined;
  const fits = models.flatMap((model) => {
    const fit = fitModel(model, resamples, holdout, level);
    return fit ? [fit] : [];
  });
  const weights = akaikeWeights(fits.map(({ aicc }) => aicc));
  return fits.map((fit, i) => ({ ...fit, akaikeWeight: weights[i]! }));
}

/** By column: number of resamples in which it is empty. */
function gapsIn({ draws, columns }: BootstrappedMeans): Int32Array {
  const gaps = new Int32Array(columns);
  for (let row = 0; row < draws.length; row += columns) {
    for (let c = 0; c < columns; c++) if (Number.isNaN(draws[row + c]!)) gaps[c]!++;
  }
  return gaps;
}

function fitModel(
  model: DecayModel,
  resamples: Resamples,
  holdout: Holdout | undefined,
  level: number,
): Omit<RetentionFit, 'akaikeWeight'> | undefined {
  const { points, rows, leftOut } = resamples;
  const { t, y, weights } = points;
  if (t.length < model.parameterNames.length + SPARE_POINTS) return undefined;
  const fit = fitLaw(model, points);
  const covariance = fit && !fit.atBound ? fitCovariance(model, points, fit) : undefined;
  if (!fit || !covariance) return undefined;
  const { parameters } = fit;
  const quality = fitQuality(
    y,
    t.map((at) => model.value(parameters, at)),
    weights,
    parameters.length,
  );
  const draws = refitResamples(model, resamples, fit);
  const estimates = parameters.map((point, i) => estimateOf(point, draws[i]!, leftOut));
  const intervals = estimates.map((estimate) => intervalOf(estimate, level));
  const errors = estimates.map((estimate) => standardError(estimate.draws));
  const numbers = [...parameters, ...errors, ...covariance.errors, quality.r2, quality.aicc, quality.bic];
  if (!numbers.every(Number.isFinite) || !intervals.every((interval) => interval)) return undefined;
  return {
    model,
    parameters,
    ...quality,
    standardErrors: errors,
    low: intervals.map((interval) => interval!.low),
    high: intervals.map((interval) => interval!.high),
    jacobianErrors: covariance.errors,
    correlations: covariance.correlations,
    holdout: holdout && holdoutEstimate(model, holdout),
    halfLife: timeToLevel(model, estimates, 0.5, level),
    xIntercept: timeToLevel(model, estimates, 0, level),
    points: t.length,
    range: [t[0]!, t[t.length - 1]!],
    estimates,
    r2Estimate: model.law.line
      ? noiseFreeDetermination(model.law.line, points, rows, draws, [parameters[0]!, parameters[1]!], leftOut)
      : { point: quality.r2, draws: new Float64Array() },
  };
}
