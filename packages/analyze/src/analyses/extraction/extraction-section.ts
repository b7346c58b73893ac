import type { ExperimentContext } from '../../analysis/contexts.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { Section } from '../../report/part.js';
import { nameWithout } from '../../settings/setting-names.js';
import type { Estimate } from '../../statistics/estimate.js';
import { formatInterval, formatValue } from '../../statistics/format-value.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { extractionFigures } from './extraction-figures.js';
import { type ExtractionGroup, LEARNT } from './extraction-group.js';

/** What models answer in the words of pretraining and in those of questions: figures, and every group in numbers. */
export function extractionSection(
  { options }: ExperimentContext,
  groups: readonly ExtractionGroup[],
): Section {
  const { level } = options.bootstrap;
  const column = (text: string, number = true): string =>
    `<th scope="col"${number ? ' class="number"' : ''}>${text}</th>`;
  const rows = groups.map((group) => {
    const { setting, name, seeds, steps, facts, shares, excessLoss } = group;
    const cell = (estimate: Estimate | undefined): string => quantity(estimate, facts, level);
    const count = (value: number | null): string => `<td class="number">${value ?? '–'}</td>`;
    const what = nameWithout(name, 'multiplicity', 'fineTuning');
    const kind = name.get('fineTuning') ?? 'pretraining';
    return `<tr><th scope="row">${escapeHtml(what)}</th>${count(setting.multiplicity)}<td>${escapeHtml(kind)}</td>${count(steps)}${cell(shares.heldOut)}${cell(shares.heldOutRestrictedBefore)}${cell(shares.heldOutRestricted)}${cell(shares.trained)}${cell(shares.stored)}${cell(excessLoss)}${count(seeds)}</tr>`;
  });
  const columns = [
    'Held out',
    'Among answers before',
    'After',
    'Fine-tuned',
    'Stored',
    'Excess loss',
    'Runs',
  ];
  const head = `${column('Model', false)}${column('K')}${column('Fine-tuning', false)}${column('Steps')}${columns.map((text) => column(text)).join('')}`;
  const table = `<p class="hint">Held out and fine-tuned are shares of questions answered by an exact match, after so many steps; where fewer than ${LEARNT} of the questions of fine-tuning are answered, it is unfinished and nothing is judged. Among answers, before fine-tuning and after, is the share of held-out questions whose answer leads all other answers, whatever other tokens say; stored is the share of facts recalled in the words of pretraining. Excess loss is that over the entropy of the training rows, nats.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Extraction in numbers"><table class="numbers sortable"><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
  return { heading: 'Extraction', parts: [...extractionFigures(groups, level), table] };
}

function quantity(estimate: Estimate | undefined, facts: number, level: number): string {
  if (!estimate || Number.isNaN(estimate.point)) return '<td class="number" data-value=""></td>';
  const interval = facts < 2 ? undefined : intervalOf(estimate, level);
  const range = interval
    ? ` <span class="interval">${formatInterval(interval.low, interval.high)}</span>`
    : '';
  return `<td class="number" data-value="${estimate.point}">${formatValue(estimate.point)}${range}</td>`;
}
