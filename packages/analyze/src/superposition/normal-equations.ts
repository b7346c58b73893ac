import { inverse, product } from '../numerics/symmetric-matrix.js';
import { momentCount } from './project-traces.js';

/** Gauss-Newton equations for p decay parameters, from which the gains have been eliminated. */
export interface NormalEquations {
  /** Float64Array [p * p]. */
  information: Float64Array;
  /** Float64Array [p]: minus half the derivative of the squared error. */
  score: Float64Array;
}

/**
 * @param sums Float64Array [gains * momentCount(p)]: moments of `projectTraces` added up over every gain's
 *   probes, which may weigh as in a resample
 * @param gains Float64Array [gains]: where the equations are set up
 */
export function normalEquations(sums: Float64Array, gains: Float64Array, p: number): NormalEquations {
  const width = momentCount(p);
  const information = new Float64Array(p * p);
  const score = new Float64Array(p);
  for (let i = 0; i < gains.length; i++) {
    const at = i * width;
    const gain = gains[i]!;
    const xx = sums[at]!;
    if (!(xx > 0)) continue;
    const off = sums[at + 1]! - gain * xx;
    for (let k = 0; k < p; k++) {
      const xd = sums[at + 2 + k]!;
      score[k]! += gain * (sums[at + 2 + p + k]! - gain * xd - (xd * off) / xx);
      for (let l = 0; l < p; l++) {
        const dd = sums[at + 2 + 2 * p + k * p + l]!;
        information[k * p + l]! += gain * gain * (dd - (xd * sums[at + 2 + l]!) / xx);
      }
    }
  }
  return { information, score };
}

/** Solves them; every diagonal element counts 1 + damping times. Undefined where they have no solution. */
export function parameterStep(
  { information, score }: NormalEquations,
  damping: number,
): Float64Array | undefined {
  const p = score.length;
  const damped = information.map((value, i) => (i % (p + 1) === 0 ? value * (1 + damping) : value));
  const inverted = inverse(damped, p);
  return inverted && product(inverted, score);
}

/** The step of gain `i` that goes with a step of the parameters. */
export function gainStep(sums: Float64Array, gains: Float64Array, i: number, step: Float64Array): number {
  const at = i * momentCount(step.length);
  let total = sums[at + 1]! - gains[i]! * sums[at]!;
  step.forEach((value, k) => {
    total -= gains[i]! * sums[at + 2 + k]! * value;
  });
  return sums[at]! > 0 ? total / sums[at]! : 0;
}
