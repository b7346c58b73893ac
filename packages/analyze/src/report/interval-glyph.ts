import { claimRange } from '../claims/claim.js';
import type { Finding } from '../claims/finding.js';

const WIDTH = 132;
const HEIGHT = 22;

/** A small picture of a finding: the range that is claimed, shaded, and our value with its interval. */
export function intervalGlyph({
  value,
  interval,
  test,
  verdict,
}: Pick<Finding, 'value' | 'interval' | 'test'> & { verdict?: Finding['verdict'] }): string {
  const [from, to] = claimRange(test);
  const edges = [from, to].filter(Number.isFinite);
  const all = [...edges, value, interval?.low ?? value, interval?.high ?? value];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const padding = 0.12 * (high - low || Math.abs(high) || 1);
  const at = (value: number): number => {
    const share = (value - low + padding) / (high - low + 2 * padding);
    return Math.round(10 * (1 + share * (WIDTH - 2))) / 10;
  };
  const left = Number.isFinite(from) ? at(from) : 1;
  const right = Number.isFinite(to) ? at(to) : WIDTH - 1;
  const lines = edges.map((edge) => {
    const x = at(edge);
    return `<line class="claim-edge" x1="${x}" x2="${x}" y1="2" y2="${HEIGHT - 2}"/>`;
  });
  const whisker = interval
    ? `<line class="claim-interval" x1="${at(interval.low)}" x2="${at(interval.high)}" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}"/>`
    : '';
  return `<svg class="glyph ${verdict ?? 'prediction'}" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><rect class="claim" x="${left}" y="2" width="${(right - left).toFixed(1)}" height="${HEIGHT - 4}"/>${lines.join('')}${whisker}<circle class="claim-value" cx="${at(value)}" cy="${HEIGHT / 2}" r="3.5"/></svg>`;
}
