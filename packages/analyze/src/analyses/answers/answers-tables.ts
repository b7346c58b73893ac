import { depthOrder, ordered } from '../../measurements/measurements.js';
import { escapeHtml } from '../../report/escape-html.js';
import type { AnswerSample } from './answer-samples.js';
import type { AnsweredRow } from './run-answers.js';
import { percent } from './tell-answers.js';

const PROMPT_LENGTH = 160;

/** How often the answers of each checkpoint are right, and a few of the last. */
export function answersTables(rows: readonly AnsweredRow[], samples: readonly AnswerSample[]): string {
  return `${sharesTable(rows)}\n${samplesTable(samples)}`;
}

function sharesTable(rows: readonly AnsweredRow[]): string {
  const depths = ordered(
    rows.map(({ depth }) => depth),
    depthOrder,
  );
  const conditions = [...new Set(rows.map(({ condition }) => condition))];
  const checkpoints = [...new Set(rows.map(({ updates }) => updates))].sort((a, b) => a - b);
  const lines = conditions.flatMap((condition) =>
    checkpoints.map((updates, i) => {
      const cells = depths.map((depth) => {
        const row = rows.find(
          (one) => one.condition === condition && one.updates === updates && one.depth === depth,
        );
        return `<td>${row ? shareCell(row) : ''}</td>`;
      });
      const name =
        i === 0 ? `<th scope="rowgroup" rowspan="${checkpoints.length}">${escapeHtml(condition)}</th>` : '';
      return `<tr>${name}<td class="number">${updates.toLocaleString('en')}</td>${cells.join('')}</tr>`;
    }),
  );
  const heads = depths.map((depth) => `<th scope="col">${escapeHtml(depth)}</th>`).join('');
  return `<h3>Answers</h3>
<div class="scroll"><table class="numbers"><caption>Questions that greedy generation answers word for word, after so many updates</caption><thead><tr><th scope="col">Facts</th><th scope="col">Updates</th>${heads}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`;
}

function shareCell({ questions, answered, share, low, high }: AnsweredRow): string {
  const interval =
    low === null || high === null
      ? ''
      : `<br><span class="interval">${percent(low)} to ${percent(high)}</span>`;
  return `${percent(share)} (${answered} of ${questions})${interval}`;
}

function samplesTable(samples: readonly AnswerSample[]): string {
  const rows = samples.map(
    (
      sample,
    ) => `<tr><td>${escapeHtml(sample.condition)}<br><span class="interval">${escapeHtml(sample.depth)}</span></td>
<td class="text">${escapeHtml(ending(sample.prompt))} <mark>${escapeHtml(sample.target)}</mark></td>
<td class="text">${escapeHtml(sample.output.trimStart())}</td>
<td class="nowrap">${sample.exactMatch ? '✓ exact' : `✕ ${escapeHtml(sample.errorClass.replaceAll('_', ' '))}`}</td></tr>`,
  );
  const of = samples[0]!.run === 'main' ? '' : `, run ${escapeHtml(samples[0]!.run)}`;
  return `<div class="scroll"><table class="answers"><caption>Answers of the last checkpoint${of}</caption><thead><tr><th scope="col">Facts</th><th scope="col">Prompt and <mark>target</mark></th><th scope="col">Generated</th><th scope="col">Match</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

const ending = (prompt: string): string =>
  prompt.length <= PROMPT_LENGTH ? prompt : `… ${prompt.slice(-PROMPT_LENGTH)}`;
