import type { BootstrappedMeans } from '../bootstrap/bootstrap-means.js';
import type { DecayModel } from './decay-models.js';
import { fittedOf, type LawFit } from './fit-law.js';
import { type FitPoints, logarithmicBlocks, mergePoints, mergeValues } from './fit-points.js';
import { type Projection, projectLaw, shapeValues } from './project-law.js';
import { refineLaw } from './refine-law.js';

/** A step that promises less than this share of the squared error is a small part of a standard error. */
const patience = { iterations: 8, tolerance: 1e-6, promise: 1e-5 };

/**
 * Parameters of a law in every resample of facts, searched from the fit to the sample. Laws that bend are
 * fitted to blocks of points, twelve per decade: what a resample changes is added to the fit to all points, so
 * that merging points moves no estimate.
 * @param columns of the means that the points are
 * @returns in the order of `parameterNames`, one Float64Array [resamples] each; NaN where a point is missing
 */
export function refitResamples(
  model: DecayModel,
  points: FitPoints,
  columns: readonly number[],
  means: BootstrappedMeans,
  fit: LawFit,
): Float64Array[] {
  const resamples = means.draws.length / means.columns;
  const draws = fit.parameters.map(() => new Float64Array(resamples).fill(Number.NaN));
  const bends = model.shape.names.length > 0;
  const bounds = bends ? logarithmicBlocks(points) : undefined;
  const merged = bounds ? mergePoints(points, bounds) : points;
  const values = shapeValues(merged.t.length);
  const limits = model.shape.bounds(points, model.withAsymptote);
  const search = (y: Float64Array, start: readonly number[]): Projection => {
    const at = { ...merged, y };
    const projection = projectLaw(model, at, start, values);
    return refineLaw(model, at, projection, limits, values, patience);
  };
  const origin = search(merged.y, fit.fitted.slice(1, 1 + model.shape.names.length));
  const base = fittedOf(model, origin);
  const row = new Float64Array(columns.length);
  for (let b = 0; b < resamples; b++) {
    for (let i = 0; i < columns.length; i++) row[i] = means.draws[b * means.columns + columns[i]!]!;
    if (row.some(Number.isNaN)) continue;
    const y = bounds ? mergeValues(row, points.weights, bounds) : row;
    const found = fittedOf(model, search(y, origin.theta));
    const reported = model.toReported(found.map((value, i) => fit.fitted[i]! + value - base[i]!));
    for (let i = 0; i < reported.length; i++) draws[i]![b] = reported[i]!;
  }
  return draws;
}
