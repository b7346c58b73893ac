import { type NormalEquations, normalEquations, parameterStep } from './normal-equations.js';
import { momentCount, projectTraces, type TraceProjection } from './project-traces.js';
import type { TraceDecay } from './trace-decay.js';
import type { TraceProblem } from './trace-problem.js';

const MAX_ITERATIONS = 60;
const SETTLED = 1e-12;

/** Decay parameters at a minimum of the error. */
export interface RefinedTraces {
  parameters: number[];
  projection: TraceProjection;
  settled: boolean;
}

/**
 * Levenberg-Marquardt in the decay parameters alone.
 * @param weights Float64Array [probes]: how often a probe counts; once unless given
 * @param settles relative fall of the error below which a fit has settled
 */
export function refineTraces(
  problem: TraceProblem,
  decay: TraceDecay,
  start: number[],
  weights?: Float64Array,
  settles = SETTLED,
): RefinedTraces {
  const p = start.length;
  let parameters = start;
  let projection = projectTraces(problem, decay, parameters, true, weights);
  let damping = 1e-3;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const step = parameterStep(traceEquations(problem, projection, p, weights), damping);
    if (!step) return { parameters, projection, settled: false };
    const candidate = parameters.map((value, k) => value + step[k]!);
    const next = projectTraces(problem, decay, candidate, true, weights);
    if (next.error <= projection.error) {
      const settled = projection.error - next.error <= settles * projection.error;
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

/** Gauss-Newton equations of all probes, which may weigh as in a resample. */
export function traceEquations(
  { gainOf, gains }: TraceProblem,
  projection: TraceProjection,
  p: number,
  weights?: Float64Array,
): NormalEquations {
  const width = momentCount(p);
  const sums = new Float64Array(gains * width);
  gainOf.forEach((gain, probe) => {
    if (gain < 0) return;
    const weight = weights ? weights[probe]! : 1;
    for (let i = 0; i < width; i++)
      sums[gain * width + i]! += weight * projection.moments[probe * width + i]!;
  });
  return normalEquations(sums, projection.gains, p);
}
