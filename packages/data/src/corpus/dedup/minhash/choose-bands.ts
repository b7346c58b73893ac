import { matchProbability } from './match-probability.js';

const STEP = 0.005;

/**
 * Bands and rows with the smallest weighted error at a threshold: the area under the S-curve below it (false
 * candidates) and over the curve above it (misses), as datasketch and text-dedup choose them.
 * @param bins most bins of a sketch, bands times rows
 * @param missWeight weight of the misses, 0 .. 1; false candidates weigh the rest
 */
export function chooseBands(
  threshold: number,
  bins: number,
  missWeight: number,
): { bands: number; rows: number } {
  let best = { bands: 1, rows: 1 };
  let least = Infinity;
  for (let rows = 1; rows <= bins; rows++) {
    for (let bands = 1; bands * rows <= bins; bands++) {
      const match = (similarity: number): number => matchProbability(similarity, bands, rows);
      const falseCandidates = area(match, 0, threshold);
      const misses = area((similarity) => 1 - match(similarity), threshold, 1);
      const error = missWeight * misses + (1 - missWeight) * falseCandidates;
      if (error < least) {
        least = error;
        best = { bands, rows };
      }
    }
  }
  return best;
}

/** Integral by the midpoint rule. */
function area(height: (x: number) => number, from: number, to: number): number {
  const steps = Math.max(1, Math.round((to - from) / STEP));
  const width = (to - from) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += height(from + (i + 0.5) * width);
  return sum * width;
}
