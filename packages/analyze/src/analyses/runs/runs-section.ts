import { formatValue } from '../../format-value.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { ReportInput } from '../../report/report-input.js';

/** What was run: models, tokens, backends, producers, and how it was analysed. */
export function runsSection({ runs, settings }: ReportInput): string {
  const rows = runs.map(
    (run) => `<tr><th scope="row">${escapeHtml(run.id)}</th>
<td>${escapeHtml(run.model ?? 'not recorded')}</td>
<td class="number" data-value="${run.parameters ?? ''}">${run.parameters === null ? '–' : compact(run.parameters)}</td>
<td class="number" data-value="${run.steps}">${run.steps.toLocaleString('en')}</td>
<td class="number" data-value="${run.tokens}">${compact(run.tokens)}</td>
<td class="number">${formatValue(run.finalLoss)}</td>
<td>${escapeHtml(run.backend ?? 'not recorded')}</td></tr>`,
  );
  const outliers =
    settings.iqrFactor === null
      ? 'no outliers are left out'
      : `outliers beyond ${settings.iqrFactor} interquartile ranges are left out`;
  return `<section id="runs"><h2>What was run</h2>
<div class="scroll"><table class="sortable"><thead><tr><th scope="col">Run</th><th scope="col">Model</th><th scope="col" class="number">Parameters</th><th scope="col" class="number">Steps</th><th scope="col" class="number">Tokens</th><th scope="col" class="number">Final loss</th><th scope="col">Backend</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>
<p class="hint">Analysis: maxima are sought within ${settings.window} steps after an encounter; ${outliers}; ${settings.resamples.toLocaleString('en')} resamples, seed ${settings.seed}.</p></section>`;
}

/** A count with at most three digits and a unit: 1.2M. */
export function compact(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}
