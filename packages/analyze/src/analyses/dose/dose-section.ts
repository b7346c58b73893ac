import type { ExperimentContext } from '../../analysis/contexts.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { Section } from '../../report/part.js';
import { formatInterval, formatValue } from '../../statistics/format-value.js';
import { doseFigures } from './dose-figures.js';
import { halfDoseRows, windowRows } from './dose-rows.js';
import type { DoseResult } from './run-dose.js';

/** What dose and time make of facts: figures, the doses of half recall and the contrasts of windows. */
export function doseSection(
  { options }: ExperimentContext,
  { groups, halves, windows }: DoseResult,
): Section {
  const { level } = options.bootstrap;
  const halfTable = table(
    'Encounters at which half is recalled',
    ['Runs', 'Measure', 'Half recalled at'],
    halfDoseRows(halves, level).map(({ run, measure, half, low, high, reached, largest_dose }) => [
      run,
      measure,
      reached === 'within'
        ? `${formatValue(half)}${low === null || high === null ? '' : ` ${formatInterval(low, high)}`}`
        : reached === 'beyond the largest dose'
          ? `beyond ${largest_dose}`
          : reached,
    ]),
  );
  const windowTable = table(
    'When facts are met',
    ['Runs', 'Contrast', 'Encounters', 'Measure', 'Later minus earlier'],
    windowRows(windows, level).map(({ run, contrast, dose, measure, value, low, high }) => [
      run,
      contrast,
      String(dose),
      measure,
      `${formatValue(value)}${low === null || high === null ? '' : ` ${formatInterval(low, high)}`}`,
    ]),
  );
  const hint =
    '<p class="hint">Half is recalled where a logistic curve in the logarithm of the dose comes to one half; an interval ends at the smallest and the largest dose, beyond which nothing is known.</p>';
  return {
    heading: 'Dose and time',
    parts: [
      ...doseFigures(groups, level),
      ...(halfTable === '' ? [] : [`${hint}\n${halfTable}`]),
      ...(windowTable === '' ? [] : [windowTable]),
    ],
  };
}

/** A table of the page; nothing without rows. */
function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const body = rows.map(
    ([first, ...others]) =>
      `<tr><th scope="row">${escapeHtml(first!)}</th>${others.map((text) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table class="numbers"><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}
