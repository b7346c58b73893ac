import { escapeHtml } from '../../report/escape-html.js';
import { nameWithout } from '../../settings/setting-names.js';
import type { Estimate } from '../../statistics/estimate.js';
import { formatInterval, formatValue } from '../../statistics/format-value.js';
import { intervalOf } from '../../statistics/interval-of.js';
import type { ExtractionGroup } from './extraction-group.js';

/** A column of estimates. */
export interface GroupColumn {
  title: string;
  /** Undefined or NaN where there is none. */
  of: (group: ExtractionGroup) => Estimate | undefined;
}

/**
 * A table of the page with a row for every group: model, K, fine-tuning, steps, estimates with intervals, runs.
 * @param label what a screen reader calls it
 */
export function groupTable(
  groups: readonly ExtractionGroup[],
  columns: readonly GroupColumn[],
  { label, level }: { label: string; level: number },
): string {
  const rows = groups.map((group) => {
    const { setting, name, seeds, steps, facts } = group;
    const cells = columns.map(({ of }) => estimateCell(of(group), facts, level)).join('');
    const what = escapeHtml(nameWithout(name, 'multiplicity', 'fineTuning'));
    const kind = escapeHtml(name.get('fineTuning') ?? 'pretraining');
    return `<tr><th scope="row">${what}</th>${count(setting.multiplicity)}<td>${kind}</td>${count(steps)}${cells}${count(seeds)}</tr>`;
  });
  const titles = columns.map(({ title }) => heading(title)).join('');
  const head = `${heading('Model', false)}${heading('K')}${heading('Fine-tuning', false)}${heading('Steps')}${titles}${heading('Runs')}`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}"><table class="numbers sortable"><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

const heading = (text: string, isNumber = true): string =>
  `<th scope="col"${isNumber ? ' class="number"' : ''}>${text}</th>`;

const count = (value: number | null): string => `<td class="number">${value ?? '–'}</td>`;

function estimateCell(estimate: Estimate | undefined, facts: number, level: number): string {
  if (!estimate || Number.isNaN(estimate.point)) return '<td class="number" data-value=""></td>';
  const interval = facts < 2 ? undefined : intervalOf(estimate, level);
  const range = interval
    ? ` <span class="interval">${formatInterval(interval.low, interval.high)}</span>`
    : '';
  return `<td class="number" data-value="${estimate.point}">${formatValue(estimate.point)}${range}</td>`;
}
