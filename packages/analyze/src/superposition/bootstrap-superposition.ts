import { type Estimate, estimateOf } from '../statistics/estimate.js';
import type { LeftOutRows } from '../statistics/jackknife.js';
import { resampleClusters } from '../statistics/resample-clusters.js';
import type { SuperpositionFit } from './fit-superposition.js';
import { gainStep, normalEquations, parameterStep } from './normal-equations.js';
import { momentCount } from './project-traces.js';

/** A fit's numbers in every resample of facts. */
export interface BootstrappedSuperposition {
  /** One per decay parameter. */
  parameters: Estimate[];
  meanGain: Estimate;
}

/** Resamples that were drawn elsewhere, with a weight for every probe. */
export interface ProbeResampling {
  /** Uint16Array [rows * probes]. */
  weights: Uint16Array;
  /** Rows at the end that leave something out. */
  leftOut: LeftOutRows;
}

/**
 * Cluster bootstrap over facts: measurements of a fact stay together, so that noise may hang together along a
 * trace. Every resample takes one Gauss-Newton step from the fit, which is what a full fit to it comes to for
 * all but very few facts.
 * @param resampling draws of facts of its own (2,000 or more for intervals; equal purposes give equal draws), or
 *   draws that others share
 */
export function bootstrapSuperposition(
  { parameters, meanGain, problem, projection }: SuperpositionFit,
  resampling: { seed: number; resamples: number; purpose?: string } | ProbeResampling,
): BootstrappedSuperposition {
  const p = parameters.length;
  const { facts, factOf, gainOf, gains } = problem;
  const width = momentCount(p);
  const shared = 'weights' in resampling;
  const weights = shared
    ? resampling.weights
    : resampleClusters(resampling.seed, resampling.purpose ?? 'superposition', resampling.resamples, facts);
  const perRow = shared ? factOf.length : facts;
  const resamples = weights.length / perRow;
  const leftOut = shared ? resampling.leftOut : undefined;
  const draws = parameters.map(() => new Float64Array(resamples).fill(Number.NaN));
  const gainDraws = new Float64Array(resamples).fill(Number.NaN);
  const sums = new Float64Array(gains * width);
  const drawn = new Float64Array(gains);
  for (let b = 0; b < resamples; b++) {
    sums.fill(0);
    drawn.fill(0);
    for (let probe = 0; probe < factOf.length; probe++) {
      const weight = factOf[probe]! < 0 ? 0 : weights[b * perRow + (shared ? probe : factOf[probe]!)]!;
      if (weight === 0) continue;
      const gain = gainOf[probe]!;
      drawn[gain]! += weight;
      for (let i = 0; i < width; i++) {
        sums[gain * width + i]! += weight * projection.moments[probe * width + i]!;
      }
    }
    const step = parameterStep(normalEquations(sums, projection.gains, p), 0);
    if (!step) continue;
    let total = 0;
    let count = 0;
    for (let i = 0; i < gains; i++) {
      count += drawn[i]!;
      total += drawn[i]! * (projection.gains[i]! + gainStep(sums, projection.gains, i, step));
    }
    step.forEach((value, k) => {
      draws[k]![b] = parameters[k]! + value;
    });
    gainDraws[b] = total / count;
  }
  return {
    parameters: parameters.map((point, k) => estimateOf(point, draws[k]!, leftOut)),
    meanGain: estimateOf(meanGain, gainDraws, leftOut),
  };
}
