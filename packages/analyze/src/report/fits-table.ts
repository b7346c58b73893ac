import type { Sampler } from '../cohort/sampler.js';
import type { RetentionFit } from '../fits/fit-retention.js';
import { formatInterval, formatValue } from '../format-value.js';
import { CONTROL } from '../measurements.js';
import { escapeHtml } from './escape-html.js';

/** The laws of forgetting side by side: parameters with intervals and how well each describes the curve. */
export function fitsTable(sampler: Sampler): string {
  const rows = sampler.cohort.cells
    .filter((cell) => cell.condition !== CONTROL)
    .flatMap((cell) => {
      const fits = sampler.retention(cell).fits;
      const best = Math.min(...fits.map((fit) => fit.aicc));
      return fits.map((fit, i) => {
        const name =
          i === 0
            ? `<th scope="rowgroup" rowspan="${fits.length}">${escapeHtml(`${cell.condition}, ${cell.depth}`)}</th>`
            : '';
        return `<tr${i === 0 ? ' class="first"' : ''}>${name}${fitCells(fit, fit.aicc - best)}</tr>`;
      });
    });
  if (rows.length === 0) return '';
  return `<details class="fits" open><summary>Fitted laws of forgetting</summary>
<div class="scroll"><table class="numbers"><thead><tr><th scope="col">Facts</th><th scope="col">Law</th><th scope="col">First parameter</th><th scope="col">Second parameter</th><th scope="col">R²</th><th scope="col">ΔAICc</th><th scope="col">Hold-out error</th><th scope="col">Half-life</th><th scope="col">Nothing left</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>
<p class="hint">ΔAICc: 0 is the best law of its block; the points of a curve hang together, so take differences as hints. Hold-out: error on the last 30 % of log time after fitting the first 70 %. Half-life and “nothing left” (updates) follow from the formula and may lie far beyond what was measured.</p></details>`;
}

function fitCells(fit: RetentionFit, deltaAicc: number): string {
  const parameter = (i: 0 | 1): string =>
    `<td>${fit.model.parameterNames[i].replace('_', ' ')} ${formatValue(fit.parameters[i])} <span class="interval">${formatInterval(fit.low[i], fit.high[i])}</span></td>`;
  const numbers = [fit.r2, deltaAicc, fit.holdoutError, fit.halfLife, fit.xIntercept];
  return `<td>${fit.model.name}</td>${parameter(0)}${parameter(1)}${numbers.map((value) => `<td class="number">${formatValue(value)}</td>`).join('')}`;
}
