import { type Figure, isMarked, isShown, type Panel, type Point } from './figure.js';

/** Ends of an axis, the lower one first. */
export type Range = [from: number, to: number];

/** The x range that all panels of a figure share. */
export function xRangeOf(figure: Figure): Range {
  const xs = figure.panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map(({ x }) => x)));
  const [from, to] = bounds(xs);
  if (to > from) return [from, to];
  return figure.xScale === 'log' ? [from, from * 10] : [from, from + 1];
}

/** That range with room for points at its ends, where some are marked. */
export function xDomainOf(figure: Figure): Range {
  const [from, to] = xRangeOf(figure);
  if (!figure.panels.some(({ series }) => series.some(isMarked))) return [from, to];
  if (figure.xScale === 'log') {
    const factor = (to / from) ** POINT_ROOM;
    return [from / factor, to * factor];
  }
  const room = POINT_ROOM * (to - from);
  return [from - room, to + room];
}

/** Share of an axis that half a point takes. */
const POINT_ROOM = 0.02;

/** The y range of every panel. */
export function yRanges(figure: Figure): Range[] {
  const shared = yRangeOf(figure, figure.panels);
  return figure.panels.map((panel) => (figure.sharedY ? shared : yRangeOf(figure, [panel])));
}

/** The y range of some panels. Wide intervals are cut, so that they do not flatten the means. */
export function yRangeOf(figure: Figure, panels: readonly Panel[]): Range {
  const shown = panels.flatMap(({ series }) => series.filter((entry) => isShown(figure, entry)));
  const points = shown.filter(({ style }) => style !== 'stack').flatMap((series) => series.points);
  const includes = [...figure.yIncludes, ...panels.flatMap((panel) => stackHeights(figure, panel))];
  const values = [...points.map(({ y }) => y), ...includes];
  if (figure.yFloor !== undefined) return logRange(figure.yFloor, values, points);
  if (values.length === 0) return [0, 1];
  const [low, high] = bounds(values);
  const span = high - low || 1;
  const [bandLow, bandHigh] = bounds([
    low,
    high,
    ...points.flatMap(({ y, low: l = y, high: h = y }) => [l, h]),
  ]);
  const from = Math.max(bandLow, low - 0.6 * span);
  const to = Math.min(bandHigh, high + 0.6 * span);
  const padding = 0.04 * (to - from || 1);
  // Nothing lies below a bar that begins at zero.
  const grounded = from === 0 && shown.some(({ style }) => style === 'bar' || style === 'stack');
  return [grounded ? 0 : from - padding, to + padding];
}

/** A logarithmic axis has room for wide intervals, up to ten times what the means need. */
function logRange(floor: number, values: readonly number[], points: readonly Point[]): Range {
  const top = Math.max(10 * floor, ...values);
  const bands = Math.max(top, ...points.map(({ y, high = y }) => high));
  return [floor, Math.min(bands, 10 * top)];
}

function stackHeights(figure: Figure, panel: Panel): number[] {
  const heights = new Map<number, number>([[0, 0]]);
  const stacked = panel.series.filter((series) => series.style === 'stack' && isShown(figure, series));
  if (stacked.length === 0) return [];
  for (const { points } of stacked) {
    for (const { x, y } of points) heights.set(x, (heights.get(x) ?? 0) + y);
  }
  return [...heights.values()];
}

function bounds(values: readonly number[]): Range {
  return [
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
}
