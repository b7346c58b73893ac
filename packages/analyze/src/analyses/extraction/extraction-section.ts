import { intervalOf } from '../../bootstrap/bca-interval.js';
import type { Estimate } from '../../bootstrap/estimate.js';
import { formatInterval, formatValue } from '../../format-value.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { ExtractionGroup } from './extraction-group.js';

/** What models answer in the words of pretraining and in those of questions: figures, and every group in numbers. */
export function extractionSection(
  groups: readonly ExtractionGroup[],
  level: number,
  figures: string,
): string {
  if (groups.length === 0) return '';
  const heading = (text: string, number = true): string =>
    `<th scope="col"${number ? ' class="number"' : ''}>${text}</th>`;
  const rows = groups.map((group) => {
    const { setting, seeds, facts, shares, excessLoss } = group;
    const cell = (estimate: Estimate | undefined): string => quantity(estimate, facts, level);
    return `<tr><th scope="row">${escapeHtml(setting.model)}</th><td class="number">${setting.multiplicity ?? '–'}</td><td>${setting.fineTuning === 'none' ? 'pretraining' : escapeHtml(setting.fineTuning)}</td>${cell(shares.heldOut)}${cell(shares.heldOutRestricted)}${cell(shares.trained)}${cell(shares.stored)}${cell(excessLoss)}<td class="number">${seeds}</td></tr>`;
  });
  return `<section id="extraction"><h2>Extraction</h2>
${figures}
<p class="hint">Held out and fine-tuned are shares of questions answered by an exact match; among answers is the share whose answer leads all other answers, whatever other tokens say; stored is the share of facts recalled in the words of pretraining. Excess loss is that over the entropy of the training rows, nats.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Extraction in numbers"><table class="numbers sortable"><thead><tr>${heading('Model', false)}${heading('K')}${heading('Fine-tuning', false)}${heading('Held out')}${heading('Among answers')}${heading('Fine-tuned')}${heading('Stored')}${heading('Excess loss')}${heading('Runs')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

function quantity(estimate: Estimate | undefined, facts: number, level: number): string {
  if (!estimate || Number.isNaN(estimate.point)) return '<td class="number" data-value=""></td>';
  const interval = facts < 2 ? undefined : intervalOf(estimate, level);
  const range = interval
    ? ` <span class="interval">${formatInterval(interval.low, interval.high)}</span>`
    : '';
  return `<td class="number" data-value="${estimate.point}">${formatValue(estimate.point)}${range}</td>`;
}
