import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import type { Cell } from '../cohort/cell.js';
import type { BootstrappedMeans } from '../statistics/bootstrap-means.js';
import { type Estimate, estimateOf } from '../statistics/estimate.js';

/** With fewer points a line fits whatever happened. */
const FEWEST_POINTS = 5;

/**
 * How far retention wanders about its logarithmic law: root mean square residual of the mean share of the gain that is
 * left, by bins of t >= 1, about its least squares line in log10 t. Unlike R² it does not grow with the slope of the line.
 * @param statistics with the range of t that is looked at
 * @returns a share of the gain; undefined with fewer than five bins
 */
export function logLawMisfit(statistics: BootstrapStatistics, cell: Cell): Estimate | undefined {
  const reached = Array.from(cell.gainBins.keys()).filter((bin) => {
    const { t } = cell.gainBins[bin]!;
    return t >= 1 && t <= statistics.cohort.fitUntil;
  });
  const bins = filledColumns(statistics.meansAt(cell, 'gainAfter', reached)).map((place) => reached[place]!);
  if (bins.length < FEWEST_POINTS) return undefined;
  const after = statistics.meansAt(cell, 'gainAfter', bins);
  const atLam = statistics.meansAt(cell, 'gainAtLam', bins);
  const logT = bins.map((bin) => Math.log10(cell.gainBins[bin]!.t));
  const rms = (values: Float64Array, lam: Float64Array): number =>
    residualError(
      logT,
      values.map((value, i) => value / lam[i]!),
    );
  const rows = Float64Array.from({ length: after.draws.length / bins.length }, (_, row) => {
    const [from, to] = [row * bins.length, (row + 1) * bins.length];
    return rms(after.draws.subarray(from, to), atLam.draws.subarray(from, to));
  });
  return estimateOf(rms(after.point, atLam.point), rows, after.leftOut);
}

/** Columns that no row leaves empty, whichever facts and seeds it lacks. */
const filledColumns = ({ columns, point, draws }: BootstrappedMeans): number[] =>
  Array.from(point.keys()).filter((column) => {
    for (let at = column; at < draws.length; at += columns) if (Number.isNaN(draws[at]!)) return false;
    return Number.isFinite(point[column]!);
  });

/** Root mean square residual of the least squares line. */
function residualError(x: readonly number[], y: Float64Array): number {
  const n = x.length;
  const meanX = x.reduce((sum, value) => sum + value, 0) / n;
  const meanY = y.reduce((sum, value) => sum + value, 0) / n;
  let [xx, xy, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    const [dx, dy] = [value - meanX, y[i]! - meanY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  });
  return Math.sqrt(Math.max(0, yy - (xy * xy) / xx) / n);
}
