import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Contrast } from '../../contrasts/contrast.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { Section } from '../../report/part.js';
import { percentText } from '../../report/sample-text.js';
import { formatInterval, formatValue } from '../../statistics/format-value.js';
import { contrastFigures } from './contrast-figures.js';
import type { Comparison } from './run-contrasts.js';

const columns: readonly { heading: string; number?: boolean }[] = [
  { heading: 'Axis' },
  { heading: 'Values' },
  { heading: 'Facts' },
  { heading: 'Probes' },
  { heading: 'Quantity' },
  { heading: 'First', number: true },
  { heading: 'Last', number: true },
  { heading: 'Difference', number: true },
  { heading: 'p', number: true },
  { heading: 'p, permuted', number: true },
  { heading: 'Seeds', number: true },
  { heading: 'Paired' },
];

/** What differs between settings: figures against the swept value, and every contrast in numbers. */
export function contrastsSection(
  { options: { bootstrap, unit } }: ExperimentContext,
  comparisons: readonly Comparison[],
): Section {
  const heads = columns.map(
    ({ heading, number }) => `<th scope="col"${number ? ' class="number"' : ''}>${heading}</th>`,
  );
  const rows = comparisons.flatMap(({ contrasts }) => contrasts.map(rowOf));
  const table = `<details class="fits"><summary>Every contrast in numbers</summary><div class="scroll" tabindex="0" role="region" aria-label="Every contrast in numbers"><table class="numbers sortable"><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>
<p class="hint">Differences are last minus first, with ${percentText(bootstrap.level)} Student intervals over seeds and facts; slopes are per doubling. Settings with the same seeds and the same facts are compared pair by pair, others as independent. The permutation test takes seeds as exchangeable, with one seed facts. Nothing here is corrected for the number of comparisons: expect one of twenty to miss 0 by chance.</p></details>`;
  return {
    heading: 'Contrasts',
    parts: [...contrastFigures(comparisons, { level: bootstrap.level, unit }), table],
  };
}

function rowOf({ measured, kind, first, last, estimate, interval, ...rest }: Contrast): string {
  const { series, condition, depth, quantity, evidence, pairing } = measured;
  const among = series.among === '' ? '' : ` (${series.among})`;
  const values =
    kind === 'slope' ? `${first.value} … ${last.value}, per doubling` : `${last.value} − ${first.value}`;
  const number = (value: number | undefined, more = ''): string =>
    `<td class="number" data-value="${finite(value) ?? ''}">${formatValue(finite(value))}${more}</td>`;
  const range = interval
    ? ` <span class="interval">${formatInterval(interval.low, interval.high)}</span>`
    : '';
  return [
    `<tr><th scope="row">${escapeHtml(series.axis + among)}</th>`,
    `<td>${escapeHtml(values)}</td><td>${escapeHtml(condition)}</td><td>${escapeHtml(depth)}</td>`,
    `<td>${escapeHtml(quantity.title)}</td>`,
    number(first.estimate.point),
    number(last.estimate.point),
    number(estimate.point, range),
    number(rest.pValue),
    number(rest.permutation?.pValue),
    `${number(evidence.seeds)}<td>${pairing}</td></tr>`,
  ].join('');
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
