import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { decayModels } from '../../fits/decay-models.js';
import type { RetentionFit } from '../../fits/fit-retention.js';
import type { LawVerdict } from '../../fits/judge-laws.js';
import type { TimeToLevel } from '../../fits/time-to-level.js';
import { CONTROL } from '../../measurements/measurements.js';
import { escapeHtml } from '../../report/escape-html.js';
import { formatInterval, formatValue } from '../../statistics/format-value.js';

const headings = [
  'Facts',
  'Law',
  'Parameters',
  'R²',
  'ΔAICc',
  'Weight',
  'Hold-out error',
  'log₁₀ half-life',
  'log₁₀ nothing left',
];

/** The laws of forgetting side by side: parameters with intervals and how well each describes the curve. */
export function fitsTable(statistics: BootstrapStatistics): string {
  const rows = statistics.cohort.cells
    .filter((cell) => cell.condition !== CONTROL)
    .flatMap((cell) => {
      const { fits, verdict } = statistics.retention(cell);
      if (!verdict) return [];
      const best = Math.min(...fits.map((fit) => fit.aicc));
      const facts = `${cell.condition}, ${cell.depth}`;
      return fits.map((fit, i) => {
        const name =
          i === 0
            ? `<th scope="rowgroup" rowspan="${fits.length}">${escapeHtml(facts)}${verdictText(verdict)}</th>`
            : '';
        return `<tr${i === 0 ? ' class="first"' : ''}>${name}${fitCells(fit, fit.aicc - best)}</tr>`;
      });
    });
  if (rows.length === 0) return '';
  return `<details class="fits" open><summary>Fitted laws of forgetting</summary>
<div class="scroll"><table class="numbers"><thead><tr>${headings.map((text) => `<th scope="col">${text}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>
<p class="hint">A law with “+ c” has an asymptote; laws whose parameters the curve does not determine are left out. A law is named below its facts when it has 90 % of the Akaike weights (with laws that only add a parameter to it) and no other predicts the end of the curve better. ΔAICc: 0 is the best law of its block; the points of a curve hang together, so take differences as hints. Hold-out: error on the last 30 % of log time after fitting the first 70 %. Half-life and “nothing left” (log₁₀ of updates) follow from the formula and may lie far beyond what was measured.</p></details>`;
}

function verdictText({ verdict, reason }: LawVerdict): string {
  return `<span class="verdict"><b>${escapeHtml(lawName(verdict))}</b>: ${escapeHtml(lawName(reason))}</span>`;
}

function fitCells(fit: RetentionFit, deltaAicc: number): string {
  const parameters = fit.model.parameterNames
    .map(
      (name, i) =>
        `${name.replace('_', ' ')} ${formatValue(fit.parameters[i]!)} <span class="interval">${formatInterval(fit.low[i]!, fit.high[i]!)}</span>`,
    )
    .join('<br>');
  const numbers = [fit.r2, deltaAicc, fit.akaikeWeight, fit.holdout ? Math.sqrt(fit.holdout.point) : null];
  const times = [fit.halfLife, fit.xIntercept];
  return `<td>${fit.model.title}</td><td>${parameters}</td>${numbers.map((value) => `<td class="number">${formatValue(value)}</td>`).join('')}${times.map((time) => `<td class="number">${timeText(time)}</td>`).join('')}`;
}

function timeText({ log10, low, high }: TimeToLevel): string {
  if (log10 === Number.POSITIVE_INFINITY) return 'never';
  if (!Number.isFinite(log10)) return '-';
  const end = (value: number): string =>
    Number.isFinite(value) ? formatValue(value) : value > 0 ? '∞' : '−∞';
  return `${formatValue(log10)} <span class="interval">[${end(low)}, ${end(high)}]</span>`;
}

const titles = new Map(decayModels.map(({ name, title }) => [name, title]));

/** A text with the laws' names as they are written for readers: `shifted_power+c` is `shifted power + c`. */
function lawName(text: string): string {
  return text.replace(/[a-z_]+(\+c)?/g, (word) => titles.get(word) ?? word);
}
