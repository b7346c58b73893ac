import { seedLabels } from '../../cohort/group-runs.js';
import { escapeHtml } from '../../report/escape-html.js';
import { formatP, formatValue } from '../../statistics/format-value.js';
import type { SeedVarianceRow } from './run-seed-variance.js';

const REST = 'interactions, and which facts are measured';

/** Standard deviations between runs by kind of seeds, for every condition and depth. */
export function seedVarianceTables(rows: readonly SeedVarianceRow[]): string {
  if (rows.length === 0) return '';
  const seeds = [...new Set(rows.map((row) => row.seeds))];
  const cells = [
    ...new Map(rows.map((row) => [`${row.condition}\n${row.depth}\n${row.measure}`, row])).values(),
  ];
  const body = cells.map((cell) => {
    const own = seeds.map((name) =>
      rows.find(
        (row) =>
          row.seeds === name &&
          row.condition === cell.condition &&
          row.depth === cell.depth &&
          row.measure === cell.measure,
      ),
    );
    return `<tr><th scope="row">${escapeHtml(cell.condition)}, ${escapeHtml(cell.depth)}</th><td>${escapeHtml(cell.measure)}</td><td class="number">${formatValue(cell.mean)}</td>${own.map((row) => `<td>${row ? componentCell(row) : ''}</td>`).join('')}</tr>`;
  });
  const heads = seeds.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const key = seeds.map((name) => `${name}: ${seedLabels[name] ?? REST}`).join('; ');
  return `<h3>What differs between seeds</h3>
<div class="scroll"><table class="numbers"><caption>Standard deviation of the numbers of single runs by kind of seeds, and its share of the variance</caption><thead><tr><th scope="col">Facts</th><th scope="col">Number</th><th scope="col">Mean</th>${heads}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>
<p class="hint">${escapeHtml(key)}. Components of variance of crossed random seeds, by analysis of variance; p is of no variance at all.</p>`;
}

function componentCell({ variance, low, high, share, p }: SeedVarianceRow): string {
  const interval = `<br><span class="interval">${formatValue(Math.sqrt(low))} to ${formatValue(Math.sqrt(high))}${p === null ? '' : `, p ${escapeHtml(formatP(p))}`}</span>`;
  return `${formatValue(Math.sqrt(variance))} (${Math.round(100 * share)} %)${interval}`;
}
