import { FEWEST_SEEDS, type Finding, type Verdict } from '../claims/judge.js';
import { papers } from '../claims/papers.js';
import { formatInterval, formatValue } from '../statistics/format-value.js';
import type { IntervalMethod } from '../statistics/jackknife.js';
import { escapeHtml } from './escape-html.js';
import { intervalGlyph } from './interval-glyph.js';

const signs: Record<Verdict, string> = { reproduced: '✓', contradicted: '✕', inconclusive: '?' };
const methodNames: Record<IntervalMethod, string> = {
  t: 'Student',
  percentile: 'percentile',
  bca: 'bias-corrected and accelerated',
  exact: 'exact',
};
const verdicts: readonly Verdict[] = ['reproduced', 'contradicted', 'inconclusive'];

/** Every claim with the source's number, ours, its interval and the verdict. */
export function findingsSection(findings: readonly Finding[], level: number): string {
  if (findings.length === 0) {
    return '<section id="findings"><h2>Findings</h2><p>Nothing that was measured speaks to any claim; the notes at the end say why.</p></section>';
  }
  const counts = verdicts.map(
    (verdict) =>
      `<div class="count ${verdict}"><dt>${badge(verdict)}</dt><dd>${findings.filter((finding) => finding.verdict === verdict).length}</dd></div>`,
  );
  const percent = Math.round(level * 100);
  const expected = (findings.length * (1 - level)).toFixed(1);
  const seeded = findings.some(({ seeds }) => seeds >= FEWEST_SEEDS) ? ' and over seeds' : '';
  const lone = findings.some(({ seeds }) => seeds < FEWEST_SEEDS)
    ? '; where there is one seed it is inconclusive, whatever the interval'
    : '';
  const kinds = [...new Set(findings.map(({ method }) => methodNames[method]))].join(' or ');
  const flat = findings.some(({ interval }) => interval && interval.low === interval.high)
    ? ' An interval without width says that all facts gave the same, not that no other fact could differ.'
    : '';
  const keyOf = ({ claim, statement }: Finding): string => `${claim}\n${statement}`;
  const blocks = [...new Set(findings.map(keyOf))].map((key) => {
    const members = findings.filter((finding) => keyOf(finding) === key);
    const { claim, statement } = members[0]!;
    return `<tbody><tr class="topic"><th scope="rowgroup" colspan="7"><code>${escapeHtml(claim)}</code> ${escapeHtml(capitalised(statement))}</th></tr>
${members.map(findingRow).join('\n')}</tbody>`;
  });
  return `<section id="findings"><h2>Findings</h2>
<dl class="counts">${counts.join('')}</dl>
<p class="hint">Each block sets one claim (${Object.entries(papers)
    .map(([letter, paper]) => `${letter}: ${paper}`)
    .join(
      ', ',
    )}) against this experiment, for every kind of fact and probe that speaks to it. Intervals are ${percent} % ${kinds} intervals over facts${seeded}.${flat} A claim is reproduced when the whole interval lies where the claim says (shaded), contradicted when none of it does (an edge is no part of the claim)${lone}. The rows are not corrected for their number: of ${findings.length} intervals about ${expected} miss by chance.</p>
<div class="scroll"><table class="findings sortable"><thead><tr><th scope="col">Verdict</th><th scope="col">Facts and probes</th><th scope="col" class="number">Ours</th><th scope="col">Interval</th><th scope="col">Claim shaded</th><th scope="col">Source</th><th scope="col" class="number">Runs</th></tr></thead>
${blocks.join('\n')}
</table></div></section>`;
}

function findingRow(finding: Finding): string {
  const { subject, detail, interval, sourceValue } = finding;
  const particular = detail === '' ? '' : ` <span class="interval">${escapeHtml(detail)}</span>`;
  return `<tr id="${escapeHtml(finding.id)}"><td data-value="${finding.verdict}">${badge(finding.verdict)}</td>
<td><code class="claim-code">${escapeHtml(finding.claim)}</code>${escapeHtml(subject)}${particular}</td>
<td class="number" data-value="${finding.value}"><strong>${formatValue(finding.value)}</strong></td>
<td class="nowrap interval" data-value="${interval ? interval.high - interval.low : ''}">${interval ? formatInterval(interval.low, interval.high) : 'none'}</td>
<td>${intervalGlyph(finding)}</td>
<td>${escapeHtml(sourceValue ?? '–')}</td>
<td class="number">${finding.seeds}</td></tr>`;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const badge = (verdict: Verdict): string =>
  `<span class="badge ${verdict}"><span aria-hidden="true">${signs[verdict]}</span> ${verdict}</span>`;
