import { solveSymmetric } from '../numerics/symmetric-matrix.js';
import type { Bounds } from './curve-shape.js';
import type { DecayModel } from './decay-models.js';
import type { FitPoints } from './fit-points.js';
import { type Projection, type ProjectionTable, projectLaw } from './project-law.js';

/** When a search ends. */
export interface StoppingCriteria {
  iterations: number;
  /** Step of every parameter, relative to its size, at which the search has settled. */
  tolerance: number;
  /** Share of the squared error that a step must promise to take off it. */
  promise: number;
}

/**
 * Levenberg-Marquardt over the parameters of a law's shape, within bounds.
 * @returns the best projection that was met
 */
export function refineLaw(
  model: DecayModel,
  points: FitPoints,
  start: Projection,
  bounds: Bounds,
  table: ProjectionTable,
  { iterations, tolerance, promise }: StoppingCriteria,
): Projection {
  let best = start;
  let damping = 1e-3;
  for (let iteration = 0; iteration < iterations && best.error > 0 && best.theta.length > 0; iteration++) {
    const step = dampedStep(best, damping);
    if (!step) break;
    const promised = step.reduce((sum, value, j) => sum + value * best.gradient[j]!, 0);
    if (promised < promise * best.error) break;
    const theta = best.theta.map((value, j) =>
      Math.min(bounds.high[j]!, Math.max(bounds.low[j]!, value + step[j]!)),
    );
    const settled = theta.every(
      (value, j) => Math.abs(value - best.theta[j]!) <= tolerance * (Math.abs(value) + 1e-6),
    );
    const candidate = projectLaw(model, points, theta, table);
    if (candidate.error < best.error) {
      best = candidate;
      damping = Math.max(damping / 10, 1e-14);
    } else {
      damping *= 10;
    }
    if (settled || damping > 1e10) break;
  }
  return best;
}

function dampedStep({ normal, gradient }: Projection, damping: number): readonly number[] | undefined {
  const size = gradient.length;
  const damped = [...normal];
  for (let k = 0; k < size; k++) damped[k * (size + 1)]! *= 1 + damping;
  const step = solveSymmetric(damped, gradient);
  return step?.every(Number.isFinite) ? step : undefined;
}
