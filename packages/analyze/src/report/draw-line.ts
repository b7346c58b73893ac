import type { Series } from './figure.js';
import { pixel, type Scale } from './scale.js';

/** A line with the band of its intervals. */
export function drawLine(series: Series, x: Scale, y: Scale): string {
  const at = (px: number, value: number): string => `${pixel(x.map(px))} ${pixel(y.map(value))}`;
  const banded = series.points.filter((point) => point.low !== undefined && point.high !== undefined);
  const upper = banded.map((point) => at(point.x, point.high!));
  const lower = banded.map((point) => at(point.x, point.low!)).reverse();
  const band = banded.length > 1 ? `<path class="band" d="M${[...upper, ...lower].join('L')}Z"/>` : '';
  const dash = series.dash === '' ? '' : ` stroke-dasharray="${series.dash}"`;
  const path = series.points.map((point) => at(point.x, point.y)).join('L');
  const dots =
    series.style !== 'thin' && series.points.length <= 12
      ? series.points
          .map(
            (point) =>
              `<circle class="dot" cx="${pixel(x.map(point.x))}" cy="${pixel(y.map(point.y))}" r="2.2"/>`,
          )
          .join('')
      : '';
  return `${band}<path class="${series.style}" d="M${path}"${dash}/>${dots}`;
}
