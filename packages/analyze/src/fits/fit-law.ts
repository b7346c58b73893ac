import { searchBounds, searchStarts } from './curve-shape.js';
import type { DecayModel } from './decay-models.js';
import { type FitPoints, logarithmicBlocks, mergePoints } from './fit-points.js';
import { lawTable, type Projection, projectLaw } from './project-law.js';
import { refineLaw } from './refine-law.js';

/** A law at its least squares. */
export interface LawFit {
  /** Scale, parameters of the shape and asymptote, as they are fitted. */
  fitted: number[];
  /** In the order of the model's `parameterNames`. */
  parameters: number[];
  /** Weighted sum of squared residuals; the weights have mean 1. */
  error: number;
  /** Whether a parameter of the shape ended at its bound, so that the points do not determine it. */
  atBound: boolean;
}

/** How many of the grid's points are refined. */
const REFINED = 4;
/** Points of a block, on average, from which on merging saves anything. */
const WORTH_MERGING = 4;
const patience = { iterations: 200, tolerance: 1e-12, promise: 0 };

/**
 * Fits a law by weighted least squares in the space of R: the best points of a grid are refined by
 * Levenberg-Marquardt, so the result is the same for the same points and owes nothing to a guess. Where points are
 * many they are merged for that, and the best law of the merged ones is refined once more with all.
 * @returns undefined with fewer points than parameters, or where no start gives a finite error
 */
export function fitLaw(model: DecayModel, points: FitPoints): LawFit | undefined {
  if (points.t.length < model.parameterNames.length) return undefined;
  const bounds = searchBounds(model.shape, points, model.withAsymptote);
  const table = lawTable(points.t.length, model.shape.parameters.length);
  const blocks = logarithmicBlocks(points);
  const merging = model.shape.parameters.length > 0 && blocks.length - 1 < points.t.length / WORTH_MERGING;
  const searched = merging ? mergePoints(points, blocks) : points;
  const refine = (start: Projection, at: FitPoints): Projection =>
    refineLaw(model, at, start, bounds, table, patience);
  const starts = searchStarts(model.shape, searched)
    .map((theta) => projectLaw(model, searched, theta, table))
    .filter(({ error }) => Number.isFinite(error))
    .sort((a, b) => a.error - b.error)
    .slice(0, REFINED);
  let best: Projection | undefined;
  for (const start of starts) {
    const end = refine(start, searched);
    if (!best || end.error < best.error) best = end;
  }
  if (best && merging) best = refine(projectLaw(model, points, best.theta, table), points);
  if (!best) return undefined;
  const fitted = fittedOf(model, best);
  const { theta } = best;
  return {
    fitted,
    parameters: model.toReported(fitted),
    error: best.error,
    atBound: theta.some((value, j) => value === bounds.low[j] || value === bounds.high[j]),
  };
}

/** Scale, parameters of the shape and asymptote of a projection. */
export function fittedOf(model: DecayModel, { scale, theta, asymptote }: Projection): number[] {
  return [scale, ...theta, ...(model.withAsymptote ? [asymptote] : [])];
}
