import { averageOverEncounters } from '../cohort/average-over-encounters.js';
import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import type { Cell } from '../cohort/cell.js';
import { tokensPerStep } from '../cohort/cohort.js';
import { publishedModel } from '../fits/decay-models.js';
import { fitRetention, type RetentionFit } from '../fits/fit-retention.js';
import { type LogUnit, natsPer } from '../measurements/log-unit.js';
import { bootstrapMeans } from '../statistics/bootstrap-means.js';
import { combine, type Estimate } from '../statistics/estimate.js';
import { gainsAt } from './gains.js';
import { logLawMisfit } from './log-law-misfit.js';

/** One condition and depth of runs that differ in seeds only, and how far it is followed. */
export interface Sample {
  statistics: BootstrapStatistics;
  /** The same with laws fitted to the range of t that all that are compared reach. */
  fitted: BootstrapStatistics;
  cell: Cell;
  /** Last bin of gains that all have in common; below 1 for none. */
  bin: number;
}

/** A number that is compared between settings. */
export interface Quantity {
  readonly name: string;
  /** Of its values, given what log-probabilities are taken over. */
  readonly unit: (logs: LogUnit) => string;
  /** For readers. */
  readonly title: string;
  /** Whether the page draws it against the swept value. */
  readonly drawn: boolean;
  /** Undefined where it cannot be told. */
  readonly of: (sample: Sample) => Estimate | undefined;
}

const define = <const Q extends Record<string, Omit<Quantity, 'name'>>>(
  quantities: Q,
): { [K in keyof Q]: Quantity } =>
  Object.fromEntries(Object.entries(quantities).map(([name, rest]) => [name, { name, ...rest }])) as {
    [K in keyof Q]: Quantity;
  };

/** What is compared of every condition and depth; another line adds another. */
export const quantities = define({
  cross_fitted_effectivity: {
    unit: natsPer,
    title: 'cross-fitted effectivity per encounter, net of controls',
    drawn: true,
    of: ({ statistics, cell }) => (cell.encounters > 0 ? statistics.crossFittedEffectivity(cell) : undefined),
  },
  effectivity: {
    unit: natsPer,
    title: 'effectivity per encounter, net of controls',
    drawn: false,
    of: ({ statistics, cell }) =>
      cell.encounters > 0 ? averageOverEncounters(statistics, cell, 'effectivityAt') : undefined,
  },
  decay_constant: {
    unit: () => 'per decade',
    title: 'decay constant',
    drawn: true,
    of: (sample) => publishedFit(sample)?.estimates[DECAY],
  },
  net_decay_constant: {
    unit: () => 'per decade',
    title: 'decay constant, net of controls',
    drawn: false,
    of: ({ fitted, cell }) => fitted.netRetention(cell)?.logarithmic?.estimates[DECAY],
  },
  cross_fitted_decay_constant: {
    unit: () => 'per decade',
    title: 'cross-fitted decay constant, net of controls',
    drawn: true,
    of: ({ fitted, cell }) => fitted.crossFittedRetention(cell)?.logarithmic?.estimates[DECAY],
  },
  log10_x_intercept: {
    unit: () => 'log10 steps',
    title: 'log₁₀ of the steps until nothing is left',
    drawn: false,
    of: (sample) => xIntercept(sample, 1),
  },
  log10_x_intercept_tokens: {
    unit: () => 'log10 tokens',
    title: 'log₁₀ of the tokens until nothing is left',
    drawn: false,
    of: (sample) => xIntercept(sample, tokensPerStep(sample.statistics.cohort)),
  },
  gain_reached: {
    unit: natsPer,
    title: 'gain at the last local acquisition maximum, net of controls',
    drawn: false,
    of: ({ statistics, cell, bin }) => (bin < 1 ? undefined : gainsAt(statistics, cell, bin).atLam),
  },
  gain_left: {
    unit: natsPer,
    title: 'gain that is left at the last common t, net of controls',
    drawn: false,
    of: ({ statistics, cell, bin }) => (bin < 1 ? undefined : gainsAt(statistics, cell, bin).after),
  },
  share_left: {
    unit: () => 'share',
    title: 'share of the gain that is left at the last common t, net of controls',
    drawn: true,
    of({ statistics, cell, bin }) {
      if (bin < 1) return undefined;
      const { after, atLam } = gainsAt(statistics, cell, bin);
      return combine((late, early) => late / early, after, atLam);
    },
  },
  log_law_misfit: {
    unit: () => 'share',
    title: 'root mean square distance of retention from its logarithmic law',
    drawn: false,
    of: ({ fitted, cell }) => logLawMisfit(fitted, cell),
  },
});

/** Place of the constant among the parameters of the published law. */
const DECAY = publishedModel.parameterNames.indexOf('decay_constant');

/** The logarithmic law of retention by the published definition. */
function publishedFit({ statistics, fitted, cell }: Sample): RetentionFit | undefined {
  if (fitted === statistics) return statistics.retention(cell).logarithmic;
  // Of all laws this one alone is compared.
  const { weights, leftOut } = fitted.resampling(cell.condition);
  const means = bootstrapMeans(cell.tables.retention, weights, leftOut);
  const options = { until: fitted.cohort.fitUntil, level: fitted.level, models: [publishedModel] };
  return fitRetention(cell.bins, means, options)[0];
}

/** @param unit of time, in steps; undefined where it is unknown */
function xIntercept(sample: Sample, unit: number | null): Estimate | undefined {
  const fit = publishedFit(sample);
  if (!fit || unit === null) return undefined;
  const { model, estimates } = fit;
  return combine((...parameters) => model.log10TimeOf(parameters, 0) + Math.log10(unit), ...estimates);
}
