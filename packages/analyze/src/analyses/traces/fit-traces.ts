import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import type { Cell } from '../../cohort/cell.js';
import { factsOf } from '../../cohort/cohort.js';
import { CONTROL } from '../../measurements/measurements.js';
import { columnMeans } from '../../statistics/bootstrap-means.js';
import type { Estimate, Interval } from '../../statistics/estimate.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { jackknifeError } from '../../statistics/variance.js';
import { fitSuperposition, type SuperpositionFit } from '../../superposition/fit-superposition.js';
import { type TraceDecay, traceDecays } from '../../superposition/trace-decay.js';
import { bootstrapTraces } from './bootstrap-traces.js';
import { type FactTraces, factTraces } from './fact-traces.js';

/** The decay of one encounter's trace in one condition and depth, by one law. */
export interface TraceFit {
  cell: Cell;
  decay: TraceDecay;
  /** In the order of the law's `parameterNames`. */
  parameters: Estimate[];
  intervals: Interval[];
  standardErrors: number[];
  /** Rise one step after an encounter, nats per token, mean over facts. */
  gain: Estimate;
  gainInterval: Interval;
  r2: number;
  /** Takes measurements as independent, which they are not along a trace. */
  aicc: number;
  /** Share of the variance of traces that is not explained. */
  unexplained: Estimate;
  /** Whether its aicc is the smallest of the cell. */
  best: boolean;
  firstLag: number;
  points: number;
  facts: number;
  /** Whether the mean of controls was subtracted. */
  net: boolean;
}

/** Decades of lags that traces must span: within less, all laws look alike. */
const FEWEST_DECADES = 1;

/**
 * Fits superposed traces to what the facts of every condition and depth did over the whole run, so that the decay of
 * one encounter comes out whatever the number and spacing of encounters.
 * @param firstLag measurements sooner than this after an encounter are left out; at most half the smallest interval,
 * or the median one of facts that are told
 * @param log says why a condition and depth is left out
 */
export function fitTraces(
  statistics: BootstrapStatistics,
  firstLag: number,
  log: (line: string) => void,
): TraceFit[] {
  const { cohort } = statistics;
  return cohort.cells.flatMap((cell) => {
    const { condition, depth } = cell;
    if (condition === CONTROL) return [];
    const omit = (why: string): TraceFit[] => {
      log(`${cohort.id}: no traces of ${condition}, ${depth}: ${why}`);
      return [];
    };
    if (factsOf(cohort, condition) < 2) return omit('fewer than two facts');
    const traces = factTraces(statistics, cell, firstLag);
    const { from, to } = traces.lags;
    if (!(Math.log10(to / from) >= FEWEST_DECADES)) {
      return omit(`measurements lie ${from} to ${to} steps after encounters; a factor of ten is needed`);
    }
    const gained = statistics.means(cell, 'windowGainAt').point;
    const controls = statistics.controlAt(cell, 'windowGainAt', 0)?.point ?? 0;
    if (!(columnMeans(cell.tables.windowGainAt)[0]! - controls > 0) || gained.length === 0) {
      return omit('its facts gain nothing after their first encounter');
    }
    const fits = Object.values(traceDecays).flatMap((decay) => {
      const fit = fitOne(statistics, cell, traces, decay);
      return fit ? [fit] : [];
    });
    if (fits.length === 0) return omit('no law settles on these measurements');
    const least = Math.min(...fits.map(({ aicc }) => aicc));
    return fits.map((fit) => ({ ...fit, best: fit.aicc === least }));
  });
}

function fitOne(
  statistics: BootstrapStatistics,
  cell: Cell,
  traces: FactTraces,
  decay: TraceDecay,
): TraceFit | undefined {
  const { series, probes, firstLag, net } = traces;
  let fit: SuperpositionFit;
  try {
    fit = fitSuperposition(series, probes, decay, { firstLag });
  } catch {
    // Fewer measurements than baselines and gains.
    return undefined;
  }
  if (!fit.settled || !(fit.meanGain > 0)) return undefined;
  const { parameters, meanGain, unexplained } = bootstrapTraces(statistics, cell, traces, fit);
  const intervals = parameters.map((estimate) => intervalOf(estimate, statistics.level));
  const gainInterval = intervalOf(meanGain, statistics.level);
  if (!gainInterval || !intervals.every((interval) => interval !== undefined)) return undefined;
  return {
    cell,
    decay,
    parameters,
    intervals: intervals as Interval[],
    standardErrors: parameters.map(jackknifeError),
    gain: meanGain,
    gainInterval,
    r2: fit.r2,
    aicc: fit.aicc,
    unexplained,
    best: false,
    firstLag,
    points: fit.fitted.points,
    facts: factsOf(statistics.cohort, cell.condition),
    net,
  };
}
