import type { ExperimentContext } from '../../analysis/contexts.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { Section } from '../../report/part.js';
import { formatValue } from '../../statistics/format-value.js';
import type { RunSummary } from './summarize-runs.js';

/** What was run: models, tokens, backends, producers, and how it was analysed. */
export function runsSection({ options }: ExperimentContext, runs: readonly RunSummary[]): Section {
  const { window, iqrFactor, bootstrap } = options;
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
    iqrFactor === null
      ? 'no outliers are left out'
      : `outliers beyond ${iqrFactor} interquartile ranges are left out`;
  const table = `<div class="scroll"><table class="sortable"><thead><tr><th scope="col">Run</th><th scope="col">Model</th><th scope="col" class="number">Parameters</th><th scope="col" class="number">Steps</th><th scope="col" class="number">Tokens</th><th scope="col" class="number">Final loss</th><th scope="col">Backend</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>
<p class="hint">Analysis: maxima are sought within ${window} steps after an encounter; ${outliers}; ${bootstrap.resamples.toLocaleString('en')} resamples, seed ${bootstrap.seed ?? options.seed}.</p>`;
  return { heading: 'What was run', parts: [table] };
}

/** A count with at most three digits and a unit: 1.2M. */
function compact(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}
