import { LetheError } from '@lethe/contracts';
import type { ProbeSeries } from '../measurements/probe-series.js';
import { inverse } from '../numerics/symmetric-matrix.js';
import { normalEquations, parameterStep } from './normal-equations.js';
import { momentCount, projectTraces, type TraceProjection } from './project-traces.js';
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
  /** False where iterations ran out: the data do not settle the parameters. */
  settled: boolean;
  problem: TraceProblem;
  projection: TraceProjection;
}

/** How many points of the grid are refined: the error may have several minima. */
const STARTS = 3;
const MAX_ITERATIONS = 60;
/** Relative fall of the error below which a fit has settled. */
const SETTLED = 1e-12;

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
    .map(({ start }) => refine(problem, decay, start))
    .reduce((a, b) => (b.projection.error < a.projection.error ? b : a));
  return summary(problem, decay, best, count);
}

interface Refined {
  parameters: number[];
  projection: TraceProjection;
  settled: boolean;
}

/** Levenberg-Marquardt in the decay parameters alone. */
function refine(problem: TraceProblem, decay: TraceDecay, start: number[]): Refined {
  const p = start.length;
  let parameters = start;
  let projection = projectTraces(problem, decay, parameters, true);
  let damping = 1e-3;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const step = parameterStep(equations(problem, projection, p), damping);
    if (!step) return { parameters, projection, settled: false };
    const candidate = parameters.map((value, k) => value + step[k]!);
    const next = projectTraces(problem, decay, candidate, true);
    if (next.error <= projection.error) {
      const settled = projection.error - next.error <= SETTLED * projection.error;
      parameters = candidate;
      projection = next;
      damping = Math.max(damping / 10, 1e-12);
      if (settled) return { parameters, projection, settled };
    } else {
      // No step, however short, goes down any more: the minimum, as far as rounding lets it be seen.
      if (damping > 1e8) return { parameters, projection, settled: true };
      damping *= 10;
    }
  }
  return { parameters, projection, settled: false };
}

function equations({ gainOf, gains }: TraceProblem, projection: TraceProjection, p: number) {
  const width = momentCount(p);
  const sums = new Float64Array(gains * width);
  gainOf.forEach((gain, probe) => {
    if (gain < 0) return;
    for (let i = 0; i < width; i++) sums[gain * width + i]! += projection.moments[probe * width + i]!;
  });
  return normalEquations(sums, projection.gains, p);
}

function summary(problem: TraceProblem, decay: TraceDecay, best: Refined, count: number): SuperpositionFit {
  const { parameters, projection } = best;
  const p = parameters.length;
  const n = problem.points;
  const linear = count + problem.gains;
  const variance = projection.error / (n - linear - p);
  const covariance = inverse(equations(problem, projection, p).information, p);
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
    settled: best.settled,
    problem,
    projection,
  };
}
