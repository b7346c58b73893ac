import {
  type BootstrapStatistics,
  bootstrapStatistics,
  buildCohort,
  type Cell,
  columnEstimate,
  decayModels,
  type Estimate,
  findCell,
  fitRetention,
  runMetrics,
} from '@lethe/analyze';
import { analyzeSpec } from '@lethe/analyze/declaration';
import { WINDOW, type World, withoutVariation, worldMeasurements } from './worlds.js';

/** A number that is estimated, and what it is in truth. */
export interface Quantity {
  name: string;
  of(statistics: BootstrapStatistics, cell: Cell): Estimate | undefined;
  /**
   * Published definitions read a maximum, which noise lifts: their intervals are asked to hold what the definition comes
   * to in half of the experiments, and the README says how far that is from the truth.
   */
  biased?: boolean;
  /** Outliers that are left out, as the stage does by default: a few facts that hardly gain make a mean of shares meaningless. */
  iqrFactor?: number | null;
}

const { iqrFactor: retentionFilter } = analyzeSpec.parse({});

const netGain: Quantity['of'] = (statistics, cell) => statistics.controlled(cell, 'windowGainAt', 0);

export const quantities: readonly Quantity[] = [
  { name: 'mean of the window, net', of: netGain },
  { name: 'effectivity, cross-fitted', of: (statistics, cell) => statistics.crossFittedEffectivity(cell) },
  {
    name: 'effectivity, published',
    of: (statistics, cell) => columnEstimate(statistics.means(cell, 'effectivityAt'), 0),
    biased: true,
  },
  {
    name: 'decay constant, cross-fitted',
    of: (statistics, cell) => statistics.crossFittedRetention(cell)?.logarithmic?.estimates[1],
  },
  {
    name: 'decay constant, net',
    of: (statistics, cell) => statistics.netRetention(cell)?.logarithmic?.estimates[1],
    biased: true,
  },
  {
    name: 'decay constant, published',
    of: publishedConstant,
    biased: true,
    iqrFactor: retentionFilter,
  },
  {
    name: 'R2 of the line, cross-fitted',
    of: (statistics, cell) => statistics.crossFittedRetention(cell)?.logarithmic?.r2Estimate,
  },
];

/** Of the logarithmic law alone: the others would take most of the time. */
function publishedConstant(
  { cohort, level, retentionMeans }: BootstrapStatistics,
  cell: Cell,
): Estimate | undefined {
  const models = decayModels.filter(({ name }) => name === 'logarithmic');
  const options = { until: cohort.fitUntil, level, models };
  return fitRetention(cell.bins, retentionMeans(cell), options)[0]?.estimates[1];
}

/** Statistics of one synthetic experiment, with its injected cell. */
export function analyse(
  world: World,
  purpose: string,
  iqrFactor: number | null = null,
): { statistics: BootstrapStatistics; cell: Cell } {
  const runs = worldMeasurements(world, purpose).map((run) => runMetrics(run, WINDOW, iqrFactor));
  const cohort = buildCohort('coverage', runs, { window: WINDOW, iqrFactor });
  // Student's intervals need no draws.
  const statistics = bootstrapStatistics(cohort, { seed: 1, resamples: 2, level: 0.95 });
  return { statistics, cell: findCell(cohort, 'duplication', 'memorization')! };
}

/** What a quantity is in a world in which nothing varies. */
export function truthOf({ of }: Quantity, world: World): number {
  const { statistics, cell } = analyse(withoutVariation(world), 'truth');
  return of(statistics, cell)!.point;
}
