import { formatInterval, formatValue } from '../../format-value.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { ReportInput } from '../../report/report-input.js';
import { comparedCells, type Quantity } from './compare-runs.js';

/** Every run of a sweep with its swept values and what it shows, as a table to sort. */
export function comparisonSection(input: ReportInput, figures: string): string {
  const { groups, runs } = input;
  if (runs.length < 2 || groups.length === 0) return '';
  const labels = [...new Set(runs.flatMap(({ values }) => Object.keys(values)))];
  const rows = groups.flatMap((group) =>
    group.runs.flatMap(({ id, sampler }) => {
      const run = runs.find((entry) => entry.id === id)!;
      const swept = labels.map((label) => `<td>${escapeHtml(String(run.values[label] ?? ''))}</td>`).join('');
      const loss = `<td class="number" data-value="${run.finalLoss ?? ''}">${formatValue(run.finalLoss)}</td>`;
      return comparedCells(sampler).map(
        ({ condition, depth, effectivity, decayConstant }) =>
          `<tr><th scope="row">${escapeHtml(id)}</th>${swept}${loss}<td>${escapeHtml(condition)}</td><td>${escapeHtml(depth)}</td>${quantity(effectivity)}${quantity(decayConstant)}</tr>`,
      );
    }),
  );
  const heading = (text: string, number = false): string =>
    `<th scope="col"${number ? ' class="number"' : ''}>${escapeHtml(text)}</th>`;
  return `<section id="comparison"><h2>Runs compared</h2>
${figures}
<details class="fits"><summary>Every run in numbers</summary><div class="scroll" tabindex="0" role="region" aria-label="Every run in numbers"><table class="numbers sortable"><thead><tr>${heading('Run')}${labels.map((label) => heading(label)).join('')}${heading('Final loss', true)}${heading('Facts')}${heading('Probes')}${heading('Effectivity', true)}${heading('Decay constant', true)}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div></details></section>`;
}

function quantity(entry: Quantity | undefined): string {
  if (!entry) return '<td class="number" data-value=""></td>';
  const { value, interval } = entry;
  return `<td class="number" data-value="${value}">${formatValue(value)} <span class="interval">${interval ? formatInterval(interval.low, interval.high) : ''}</span></td>`;
}
