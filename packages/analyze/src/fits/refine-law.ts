import type { DecayModel } from './decay-models.js';
import type { Bounds, ShapeValues } from './decay-shape.js';
import type { FitPoints } from './fit-points.js';
import { type Projection, projectLaw } from './project-law.js';

/** When a search ends. */
export interface Patience {
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
  values: ShapeValues,
  { iterations, tolerance, promise }: Patience,
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
    const candidate = projectLaw(model, points, theta, values);
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

function dampedStep({ normal, gradient, theta }: Projection, damping: number): number[] | undefined {
  const [a, b, d] = [normal[0] * (1 + damping), normal[1], normal[2] * (1 + damping)];
  const determinant = a * d - b * b;
  const step =
    theta.length === 1
      ? [gradient[0] / a]
      : [
          (gradient[0] * d - gradient[1] * b) / determinant,
          (gradient[1] * a - gradient[0] * b) / determinant,
        ];
  return step.every(Number.isFinite) ? step : undefined;
}
