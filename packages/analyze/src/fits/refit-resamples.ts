import type { BootstrappedMeans } from '../statistics/bootstrap-means.js';
import type { LeftOutRows } from '../statistics/jackknife.js';
import { searchBounds } from './curve-shape.js';
import type { DecayModel } from './decay-models.js';
import { fittedOf, type LawFit } from './fit-law.js';
import { type FitPoints, logarithmicBlocks, mergePoints, mergeValues } from './fit-points.js';
import { lawTable, projectLaw, projectTable } from './project-law.js';
import { refineLaw } from './refine-law.js';

/** A step that promises less than this share of the squared error is a small part of a standard error. */
const patience = { iterations: 8, tolerance: 1e-6, promise: 1e-5 };

/** The points that are fitted, in the sample and in every resample of facts. */
export interface Resamples {
  points: FitPoints;
  /** Values of the points, one Float64Array [points] per resample. */
  rows: Float64Array[];
  /** The points merged into blocks, twelve per decade: laws that bend are searched in these. */
  merged: FitPoints;
  mergedRows: Float64Array[];
  /** What the rows at the end leave out. */
  leftOut: LeftOutRows | undefined;
}

/**
 * @param columns of the means that the points are, ascending
 * @param merging whether laws that bend will be fitted; else the points stand for the blocks
 */
export function resamplePoints(
  points: FitPoints,
  columns: readonly number[],
  means: BootstrappedMeans,
  merging: boolean,
): Resamples {
  const { leftOut } = means;
  const rows = drawnRows(means, columns);
  return merging
    ? { ...resampledBlocks(points, rows), leftOut }
    : { points, rows, merged: points, mergedRows: rows, leftOut };
}

/** Points and their resamples, and both merged into blocks. */
export function resampledBlocks(points: FitPoints, rows: Float64Array[]): Omit<Resamples, 'leftOut'> {
  const bounds = logarithmicBlocks(points);
  // With no two points in one block there is nothing to merge.
  if (bounds.length - 1 === points.t.length) return { points, rows, merged: points, mergedRows: rows };
  const mergedRows = rowsOf(rows.length, bounds.length - 1);
  rows.forEach((row, b) => {
    mergeValues(row, points.weights, bounds, mergedRows[b]!);
  });
  return { points, rows, merged: mergePoints(points, bounds), mergedRows };
}

/** Some columns of every resample: the resamples themselves where the columns follow one another. */
function drawnRows({ draws, columns: width }: BootstrappedMeans, columns: readonly number[]): Float64Array[] {
  const count = draws.length / width;
  const first = columns[0]!;
  if (columns.at(-1)! - first + 1 === columns.length) {
    return Array.from({ length: count }, (_, b) =>
      draws.subarray(b * width + first, b * width + first + columns.length),
    );
  }
  const rows = rowsOf(count, columns.length);
  rows.forEach((row, b) => {
    for (let i = 0; i < row.length; i++) row[i] = draws[b * width + columns[i]!]!;
  });
  return rows;
}

/** Rows of one block of memory: thousands of separate arrays would keep the garbage collector busy. */
function rowsOf(count: number, length: number): Float64Array[] {
  const all = new Float64Array(count * length);
  return Array.from({ length: count }, (_, b) => all.subarray(b * length, (b + 1) * length));
}

/**
 * Parameters of a law in every resample, searched from the fit to the sample. What a resample changes in the
 * fit to blocks is added to the fit to all points, so that merging points moves no estimate.
 * @returns in the order of `parameterNames`, one Float64Array [resamples] each; NaN where a point is missing
 */
export function refitResamples(
  model: DecayModel,
  { points, rows, merged, mergedRows }: Resamples,
  fit: LawFit,
): Float64Array[] {
  const draws = fit.parameters.map(() => new Float64Array(rows.length).fill(Number.NaN));
  const size = model.shape.parameters.length;
  const bends = size > 0;
  const sample = bends ? merged : points;
  const table = lawTable(sample.t.length, size);
  const limits = searchBounds(model.shape, points, model.withAsymptote);
  const search = (start: ReturnType<typeof projectLaw>, at: FitPoints) =>
    refineLaw(model, at, start, limits, table, patience);
  const first = projectLaw(model, sample, fit.fitted.slice(1, 1 + size), table);
  const { theta, ...origin } = search(first, sample);
  const base = fittedOf(model, { ...origin, theta });
  // All resamples start where the sample ends, so the shape is evaluated there once.
  const start = lawTable(sample.t.length, size);
  model.shape.tabulate(theta, sample, start);
  (bends ? mergedRows : rows).forEach((y, b) => {
    const at = { ...sample, y };
    const found = search(projectTable(model, at, theta, start), at);
    // A missing point leaves no finite error.
    if (!Number.isFinite(found.error)) return;
    const fitted = fittedOf(model, found);
    for (let i = 0; i < fitted.length; i++) fitted[i]! += fit.fitted[i]! - base[i]!;
    const reported = model.toReported(fitted);
    for (let i = 0; i < reported.length; i++) draws[i]![b] = reported[i]!;
  });
  return draws;
}
