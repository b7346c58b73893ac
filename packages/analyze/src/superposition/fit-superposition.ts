import { LetheError } from '@lethe/contracts';
import type { ProbeSeries } from '../measurements/probe-series.js';
import { inverse } from '../numerics/symmetric-matrix.js';
import { projectTraces, type TraceProjection } from './project-traces.js';
import { type RefinedTraces, refineTraces, traceEquations } from './refine-traces.js';
import type { TraceDecay } from './trace-decay.js';
import { type TracedProbe, type TraceProblem, traceProblem } from './trace-problem.js';

export interface SuperpositionOptions {
  /** Float64Array [probes * measurements], 1 / variance of the noise up to a factor; all 1 unless given. */
  weights?: Float64Array;
  /**
   * Measurements sooner than this many steps after an encounter are left out (1, none, unless given): with
   * Adam an update goes on to act for some 50 steps, which the model does not describe.
   */
  firstLag?: number;
}

/** The decay of one encounter's trace, shared by all probes, with every probe's baseline and gain. */
export interface SuperpositionFit {
  decay: TraceDecay;
  parameters: number[];
  /** Textbook standard errors, from the Jacobian: they take measurements as independent. */
  standardErrors: number[];
  /** Float64Array [probes], of the series' unit; NaN for a probe that tells nothing, as for gains. */
  baselines: Float64Array;
  /** Float64Array [probes]: rise one step after an encounter. */
  gains: Float64Array;
  /** Mean over the probes that are fitted. */
  meanGain: number;
  /** Probes, facts and measurements that are fitted. */
  fitted: { probes: number; facts: number; points: number };
  /** Share of the variance about every probe's own mean that is explained. */
  r2: number;
  /** Corrected Akaike criterion; every baseline, every gain and the noise count as parameters. */
  aicc: number;
  bic: number;
  /** False where iterations ran out or a parameter left its bounds: the data do not settle the parameters. */
  settled: boolean;
  problem: TraceProblem;
  projection: TraceProjection;
}

/** How many points of the grid are refined: the error may have several minima. */
const STARTS = 3;

/**
 * Fits l(u) = baseline + gain * sum of decay(u - s) over encounters s < u to whole traces by weighted least
 * squares, so that the decay per encounter comes out whatever the number and spacing of encounters. Probes
 * without any measured encounter (controls) and those with fewer than three measurements are passed over.
 * @param series values of any unit, such as nats per token; NaN where not measured
 * @param probes as many as rows in the series
 * @throws LetheError where sizes disagree, or no probe can be fitted
 */
export function fitSuperposition(
  series: ProbeSeries,
  probes: readonly TracedProbe[],
  decay: TraceDecay,
  { weights, firstLag = 1 }: SuperpositionOptions = {},
): SuperpositionFit {
  const problem = traceProblem(series, probes, firstLag, weights);
  const count = problem.factOf.filter((fact) => fact >= 0).length;
  const p = decay.parameterNames.length;
  if (problem.points <= 2 * count + p) {
    throw new LetheError({
      what: 'there are too few measurements to fit traces to',
      expected: `more than two per probe with an encounter, and ${p} in all`,
      found: `${problem.points} measurements of ${count} such probes`,
      next: 'Measure probes more often, or after their encounters.',
    });
  }
  const starts = decay
    .grid(problem.lags.at(-1)!)
    .map((start) => ({ start, error: projectTraces(problem, decay, start, false).error }))
    .sort((a, b) => a.error - b.error)
    .slice(0, STARTS);
  const best = starts
    .map(({ start }) => refineTraces(problem, decay, start))
    .reduce((a, b) => (b.projection.error < a.projection.error ? b : a));
  return summary(problem, decay, best, count);
}

function summary(
  problem: TraceProblem,
  decay: TraceDecay,
  best: RefinedTraces,
  count: number,
): SuperpositionFit {
  const { parameters, projection } = best;
  const p = parameters.length;
  const n = problem.points;
  const linear = count + problem.gains;
  const variance = projection.error / (n - linear - p);
  const covariance = inverse(traceEquations(problem, projection, p).information, p);
  const k = linear + p + 1;
  const logLikelihood = n * Math.log(Math.max(projection.error / n, 1e-30));
  const gains = Float64Array.from(problem.gainOf, (gain) =>
    gain < 0 ? Number.NaN : projection.gains[gain]!,
  );
  const ofFitted = gains.filter((gain) => !Number.isNaN(gain));
  return {
    decay,
    parameters,
    standardErrors: parameters.map((_, i) =>
      covariance ? Math.sqrt(variance * covariance[i * (p + 1)]!) : Number.NaN,
    ),
    baselines: projection.baselines,
    gains,
    meanGain: ofFitted.reduce((sum, gain) => sum + gain, 0) / count,
    fitted: { probes: count, facts: problem.facts, points: n },
    r2: 1 - projection.error / problem.squares.reduce((sum, value) => sum + value, 0),
    aicc: n > k + 1 ? logLikelihood + 2 * k + (2 * k * (k + 1)) / (n - k - 1) : Number.POSITIVE_INFINITY,
    bic: logLikelihood + k * Math.log(n),
    settled: best.settled && withinBounds(decay, parameters, problem),
    problem,
    projection,
  };
}

/** Whether the measurements determine the parameters: far beyond all lags, one does as well as another. */
function withinBounds(decay: TraceDecay, parameters: readonly number[], { lags }: TraceProblem): boolean {
  const bounds = decay.bounds(lags.at(-1)!);
  return parameters.every((value, k) => value > bounds[k]![0] && value < bounds[k]![1]);
}
