import type { ExperimentContext } from '../../analysis/contexts.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { Section } from '../../report/part.js';
import { formatInterval, formatValue } from '../../statistics/format-value.js';
import type { RunSummary } from '../runs/summarize-runs.js';
import { comparedCells, type Quantity } from './compare-runs.js';
import { comparisonFigures } from './comparison-figures.js';

/** Every run of a sweep with its swept values and what it shows, as a table to sort. */
export function comparisonSection({
  groups,
  needs: { runs },
}: ExperimentContext<unknown, { runs: readonly RunSummary[] }>): Section {
  const heading = 'Runs compared';
  if (runs.length < 2 || groups.length === 0) return { heading, parts: [] };
  const labels = [...new Set(runs.flatMap(({ values }) => Object.keys(values)))];
  const rows = groups.flatMap((group) =>
    group.members.flatMap(({ id, statistics }) => {
      const run = runs.find((entry) => entry.id === id)!;
      const swept = labels.map((label) => `<td>${escapeHtml(String(run.values[label] ?? ''))}</td>`).join('');
      const loss = `<td class="number" data-value="${run.finalLoss ?? ''}">${formatValue(run.finalLoss)}</td>`;
      return comparedCells(statistics).map(
        ({ condition, depth, effectivity, decayConstant }) =>
          `<tr><th scope="row">${escapeHtml(id)}</th>${swept}${loss}<td>${escapeHtml(condition)}</td><td>${escapeHtml(depth)}</td>${quantity(effectivity)}${quantity(decayConstant)}</tr>`,
      );
    }),
  );
  const column = (text: string, number = false): string =>
    `<th scope="col"${number ? ' class="number"' : ''}>${escapeHtml(text)}</th>`;
  const table = `<details class="fits"><summary>Every run in numbers</summary><div class="scroll" tabindex="0" role="region" aria-label="Every run in numbers"><table class="numbers sortable"><thead><tr>${column('Run')}${labels.map((label) => column(label)).join('')}${column('Final loss', true)}${column('Facts')}${column('Probes')}${column('Effectivity', true)}${column('Decay constant', true)}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div></details>`;
  return { heading, parts: [...comparisonFigures(groups), table] };
}

function quantity(entry: Quantity | undefined): string {
  if (!entry) return '<td class="number" data-value=""></td>';
  const { value, interval } = entry;
  return `<td class="number" data-value="${value}">${formatValue(value)} <span class="interval">${interval ? formatInterval(interval.low, interval.high) : ''}</span></td>`;
}
