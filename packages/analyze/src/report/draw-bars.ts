import type { Series } from './figure.js';
import { pixel, type Scale } from './scale.js';

/** Share of the distance between two groups of bars that bars fill. */
const FILLED = 0.8;

/**
 * Bars from zero with whiskers over their intervals.
 * @param slot place of the series within each group of bars
 * @param slots number of series
 */
export function drawBars(series: Series, slot: number, slots: number, x: Scale, y: Scale): string {
  const width = ((x.map(1) - x.map(0)) * FILLED) / slots;
  const zero = y.map(0);
  return series.points
    .map((point) => {
      const left = x.map(point.x) + (slot - slots / 2) * width;
      const top = Math.min(zero, y.map(point.y));
      const bar = `<rect class="bar" x="${pixel(left)}" y="${pixel(top)}" width="${pixel(Math.max(width - 1, 1))}" height="${pixel(Math.abs(y.map(point.y) - zero))}"/>`;
      if (point.low === undefined || point.high === undefined) return bar;
      const middle = pixel(left + Math.max(width - 1, 1) / 2);
      return `${bar}<line class="whisker" x1="${middle}" x2="${middle}" y1="${pixel(y.map(point.low))}" y2="${pixel(y.map(point.high))}"/>`;
    })
    .join('');
}
