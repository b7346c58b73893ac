import { claimRange, type Finding } from '../findings/claim.js';
import { linearScale, pixel } from './scale.js';

const WIDTH = 132;
const HEIGHT = 22;

/** A small picture of a finding: the range that is claimed, shaded, and our value with its interval. */
export function intervalGlyph({ value, interval, claim, verdict }: Finding): string {
  const [from, to] = claimRange(claim);
  const edges = [from, to].filter(Number.isFinite);
  const all = [...edges, value, interval?.low ?? value, interval?.high ?? value];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const padding = 0.12 * (high - low || Math.abs(high) || 1);
  const scale = linearScale([low - padding, high + padding], [1, WIDTH - 1]);
  const left = Number.isFinite(from) ? scale.map(from) : 1;
  const right = Number.isFinite(to) ? scale.map(to) : WIDTH - 1;
  const lines = edges.map((edge) => {
    const at = pixel(scale.map(edge));
    return `<line class="claim-edge" x1="${at}" x2="${at}" y1="2" y2="${HEIGHT - 2}"/>`;
  });
  const whisker = interval
    ? `<line class="claim-interval" x1="${pixel(scale.map(interval.low))}" x2="${pixel(scale.map(interval.high))}" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}"/>`
    : '';
  return `<svg class="glyph ${verdict}" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><rect class="claim" x="${pixel(left)}" y="2" width="${pixel(right - left)}" height="${HEIGHT - 4}"/>${lines.join('')}${whisker}<circle class="claim-value" cx="${pixel(scale.map(value))}" cy="${HEIGHT / 2}" r="3.5"/></svg>`;
}
