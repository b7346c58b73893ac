import type { SuperpositionFit } from './fit-superposition.js';
import { refineTraces } from './refine-traces.js';
import type { TraceProblem } from './trace-problem.js';

/** What a fit to a resample comes to. */
export interface TraceRefit {
  parameters: readonly number[];
  meanGain: number;
  /** Share of the variance about every probe's own mean that is not explained. */
  unexplained: number;
}

/** Relative fall of the error that is a small part of a standard error. */
const SETTLES = 1e-7;

/**
 * Fits traces again, from where the fit to all of them ended. A single step is not enough where the law reaches 0 within
 * the data: there the error has a kink at every lag.
 * @param weights Float64Array [probes]: how often a probe counts
 * @param shiftOf what is added to the measurements of a probe, Float64Array [columns]; nothing unless given
 */
export function refitTraces(
  { problem, decay, parameters }: SuperpositionFit,
  weights: Float64Array,
  shiftOf?: (probe: number) => Float64Array | undefined,
): TraceRefit {
  const shifted = shiftOf ? shiftTraces(problem, shiftOf) : problem;
  const { projection, parameters: found } = refineTraces(shifted, decay, [...parameters], weights, SETTLES);
  let [gain, count, squares] = [0, 0, 0];
  problem.gainOf.forEach((group, probe) => {
    if (group < 0) return;
    count += weights[probe]!;
    gain += weights[probe]! * projection.gains[group]!;
    squares += weights[probe]! * shifted.squares[probe]!;
  });
  return { parameters: found, meanGain: gain / count, unexplained: projection.error / squares };
}

/** The same problem with other measurements. */
function shiftTraces(
  problem: TraceProblem,
  shiftOf: (probe: number) => Float64Array | undefined,
): TraceProblem {
  const { columns, groups } = problem;
  const values = problem.values.slice();
  const squares = problem.squares.slice();
  for (const { probes, weights } of groups) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const probe of probes) {
      const shift = shiftOf(probe);
      if (!shift) continue;
      const mean = weights.reduce((sum, weight, c) => sum + weight * shift[c]!, 0) / total;
      const row = values.subarray(probe * columns, (probe + 1) * columns);
      squares[probe] = 0;
      weights.forEach((weight, c) => {
        if (weight === 0) return;
        row[c]! += shift[c]! - mean;
        squares[probe]! += weight * row[c]! ** 2;
      });
    }
  }
  // Baselines are of no use in a resample, so the offsets are left as they are.
  return { ...problem, values, squares };
}
