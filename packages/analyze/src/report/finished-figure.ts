import { type Figure, isShown, type Panel, withoutEmptyParts } from './figure.js';
import { type Range, yRanges } from './value-range.js';

/**
 * A figure as it is drawn: without empty series and panels, and with a caption that says where intervals or lines
 * are cut by an axis; undefined where nothing is left of it.
 */
export function finishedFigure(figure: Figure): Figure | undefined {
  const whole = withoutEmptyParts(figure);
  if (!whole) return undefined;
  const ranges = yRanges(whole);
  const cut = whole.panels.some((panel, i) => isCut(whole, panel, ranges[i]!));
  return cut
    ? { ...whole, caption: `${whole.caption} What lies beyond an axis is cut; the table has it all.` }
    : whole;
}

function isCut(figure: Figure, panel: Panel, [from, to]: Range): boolean {
  return panel.series
    .filter((series) => series.style !== 'stack' && isShown(figure, series))
    .some(({ points }) =>
      points.some(({ y, low = y, high = y }) => high > to || (figure.yFloor === undefined && low < from)),
    );
}
