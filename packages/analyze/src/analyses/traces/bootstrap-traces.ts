import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import type { Cell } from '../../cohort/cell.js';
import { CONTROL } from '../../measurements/measurements.js';
import type { Estimate } from '../../statistics/estimate.js';
import type { LeftOut } from '../../statistics/jackknife.js';
import { bootstrapSuperposition } from '../../superposition/bootstrap-superposition.js';
import type { SuperpositionFit } from '../../superposition/fit-superposition.js';
import { refitTraces, type TraceRefit } from '../../superposition/refit-traces.js';
import { type FactTraces, meanControl } from './fact-traces.js';

/** Numbers of a fit to traces, with what they vary by. */
export interface BootstrappedTraces {
  parameters: Estimate[];
  meanGain: Estimate;
  /** Share of the variance of traces that is not explained. */
  unexplained: Estimate;
}

/**
 * A fit with every fact, control and seed left out, fitted again each time with the controls that remain. Its intervals
 * are Student's t: the draws take one step of Gauss and Newton each and leave the controls as they are, which serves
 * what is derived from them where t fails.
 */
export function bootstrapTraces(
  statistics: BootstrapStatistics,
  cell: Cell,
  traces: FactTraces,
  fit: SuperpositionFit,
): BootstrappedTraces {
  const own = statistics.resampling(cell.condition);
  const controls = traces.net ? statistics.resampling(CONTROL) : undefined;
  const drawn = bootstrapSuperposition(fit, own);
  const clusters = fit.problem.factOf.length;
  const runs = [...statistics.cohort.runs.keys()];
  const level = runs.map((run) => meanControl(traces.controls, run, () => 1));
  const runOf = statistics.cohort.clusters.get(cell.condition)!.seedOf;
  const sample: TraceRefit = {
    parameters: fit.parameters,
    meanGain: fit.meanGain,
    unexplained: 1 - fit.r2,
  };
  const refit = (row: number): TraceRefit => {
    const weights = Float64Array.from(own.weights.subarray(row * clusters, (row + 1) * clusters));
    if (!controls) return refitTraces(fit, weights);
    const size = controls.weights.length / (own.weights.length / clusters);
    const ofControls = controls.weights.subarray(row * size, (row + 1) * size);
    if (ofControls.every((weight) => weight === 1)) return refitTraces(fit, weights);
    const shifts = runs.map((run) => {
      const mean = meanControl(traces.controls, run, (cluster) => ofControls[cluster]!);
      return mean.every(Number.isFinite) ? mean.map((value, u) => level[run]![u]! - value) : undefined;
    });
    return refitTraces(fit, weights, (probe) => shifts[runOf[probe]!]);
  };
  const { groups } = own.leftOut;
  const several = groups.some(({ of }) => of === 'seeds');
  let at = drawn.meanGain.draws.length;
  const refits = groups.map(({ of, sample: name, size }) => {
    const first = at;
    at += size;
    const touched = of === 'seeds' || of === 'data' || name === cell.condition || name === CONTROL;
    // Facts of single runs are part of the variance over runs.
    const counted =
      of !== 'facts' || !several || groups.some((other) => other.of === 'cells' && other.sample === name);
    return Array.from({ length: size }, (_, i) => (touched && counted ? refit(first + i) : sample));
  });
  const estimate = (point: number, draws: Float64Array, of: (refit: TraceRefit) => number): Estimate => ({
    point,
    draws,
    leftOut: groups.map(
      ({ size: _, ...group }, g): LeftOut => ({ ...group, values: Float64Array.from(refits[g]!, of) }),
    ),
    method: 't',
  });
  return {
    parameters: drawn.parameters.map(({ point, draws }, k) =>
      estimate(point, draws, ({ parameters }) => parameters[k]!),
    ),
    meanGain: estimate(drawn.meanGain.point, drawn.meanGain.draws, ({ meanGain }) => meanGain),
    unexplained: estimate(
      sample.unexplained,
      drawn.meanGain.draws.map(() => Number.NaN),
      ({ unexplained }) => unexplained,
    ),
  };
}
