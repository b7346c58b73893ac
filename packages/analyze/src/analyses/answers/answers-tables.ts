import { escapeHtml } from '../../report/escape-html.js';
import type { Answers } from './read-answers.js';

const PROMPT_LENGTH = 160;

/** How often generated answers are right, and a few of them. */
export function answersTables({ samples, counts }: Answers): string {
  if (samples.length === 0) return '<p class="hint">No answers were generated.</p>';
  const rows = samples.map(
    (
      sample,
    ) => `<tr><td>${escapeHtml(sample.condition)}<br><span class="interval">${escapeHtml(sample.depth)}</span></td>
<td class="text">${escapeHtml(ending(sample.prompt))} <mark>${escapeHtml(sample.target)}</mark></td>
<td class="text">${escapeHtml(sample.output.trimStart())}</td>
<td class="nowrap">${sample.exactMatch ? '✓ exact' : `✕ ${escapeHtml(sample.errorClass.replaceAll('_', ' '))}`}</td></tr>`,
  );
  const share = ({ answers, exactMatches }: (typeof counts)[number]): string =>
    `${exactMatches} of ${answers} (${Math.round((100 * exactMatches) / answers)} %)`;
  const conditions = [...new Set(counts.map(({ condition }) => condition))];
  const depths = [...new Set(counts.map(({ depth }) => depth))];
  const table = conditions.map(
    (condition) =>
      `<tr><th scope="row">${escapeHtml(condition)}</th>${depths
        .map((depth) => {
          const count = counts.find((entry) => entry.condition === condition && entry.depth === depth);
          return `<td>${count ? share(count) : ''}</td>`;
        })
        .join('')}</tr>`,
  );
  return `<h3>Answers of the last checkpoint${samples[0]!.run === 'main' ? '' : `, run ${escapeHtml(samples[0]!.run)}`}</h3>
<div class="scroll"><table class="numbers"><caption>Exact matches of greedy generation</caption><thead><tr><th scope="col">Facts</th>${depths.map((depth) => `<th scope="col">${escapeHtml(depth)}</th>`).join('')}</tr></thead><tbody>${table.join('')}</tbody></table></div>
<div class="scroll"><table class="answers"><thead><tr><th scope="col">Facts</th><th scope="col">Prompt and <mark>target</mark></th><th scope="col">Generated</th><th scope="col">Match</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

const ending = (prompt: string): string =>
  prompt.length <= PROMPT_LENGTH ? prompt : `… ${prompt.slice(-PROMPT_LENGTH)}`;
