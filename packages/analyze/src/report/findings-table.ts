import type { Finding } from '../claims/finding.js';
import type { Verdict } from '../claims/verdicts.js';
import { formatInterval, formatP, formatValue } from '../statistics/format-value.js';
import { escapeHtml } from './escape-html.js';
import { intervalGlyph } from './interval-glyph.js';

const signs: Record<Verdict, string> = {
  reproduced: '✓',
  contradicted: '✕',
  differs: '≠',
  inconclusive: '?',
};

interface Column {
  heading: string;
  number?: true;
  cell: (finding: Finding) => string;
}

const verdict: Column = {
  heading: 'Verdict',
  cell: ({ verdict, strength }) =>
    verdict === undefined
      ? '<td></td>'
      : `<td class="nowrap" data-value="${verdict}">${badge(verdict)}${strength === 'weak' ? ` ${aside('weak')}` : ''}</td>`,
};

const pValue: Column = {
  heading: 'p corrected (alone)',
  number: true,
  cell: ({ p, corrected }) =>
    `<td class="number nowrap" data-value="${corrected?.p ?? ''}">${corrected ? `${formatP(corrected.p)} ${aside(`(${formatP(p!)})`)}` : '–'}</td>`,
};

const columns: readonly Column[] = [
  verdict,
  { heading: 'Facts and probes', cell: subjectCell },
  {
    heading: 'Ours',
    number: true,
    cell: ({ value }) =>
      `<td class="number" data-value="${value}"><strong>${formatValue(value)}</strong></td>`,
  },
  {
    heading: 'Interval',
    cell: ({ interval }) =>
      `<td class="nowrap interval" data-value="${interval ? interval.high - interval.low : ''}">${interval ? formatInterval(interval.low, interval.high) : 'none'}</td>`,
  },
  { heading: 'Claim shaded', cell: (finding) => `<td>${intervalGlyph(finding)}</td>` },
  pValue,
  { heading: 'Source', cell: ({ sourceValue }) => `<td>${escapeHtml(sourceValue ?? '–')}</td>` },
  { heading: 'Runs', number: true, cell: ({ seeds }) => `<td class="number">${seeds}</td>` },
];

function subjectCell(finding: Finding): string {
  const { claim, subject, detail, reason } = finding;
  return `<td><code class="claim-code">${escapeHtml(claim)}</code>${escapeHtml(subject)}${detail === '' ? '' : ` ${aside(detail)}`}${reason === '' ? '' : `<br>${aside(reason)}`}</td>`;
}

/**
 * Findings as a table, in a block for every claim, primary ones first.
 * @param judged whether they have verdicts and p-values
 */
export function findingsTable(findings: readonly Finding[], judged: boolean): string {
  const shown = columns.filter((column) => judged || (column !== verdict && column !== pValue));
  const headings = shown.map(
    ({ heading, number }) => `<th scope="col"${number ? ' class="number"' : ''}>${heading}</th>`,
  );
  const keyOf = ({ kind, claim, statement }: Finding): string => `${kind}\n${claim}\n${statement}`;
  const blocks = [...new Set(findings.map(keyOf))].map((key) => {
    const members = findings.filter((finding) => keyOf(finding) === key);
    const { kind, claim, statement, given } = members[0]!;
    const status = [
      kind === 'primary' ? 'primary' : '',
      given === undefined ? '' : `given that ${given}`,
    ].filter((text) => text !== '');
    const rows = members.map(
      (finding) =>
        `<tr id="${escapeHtml(finding.id)}">${shown.map(({ cell }) => cell(finding)).join('\n')}</tr>`,
    );
    return `<tbody><tr class="topic"><th scope="rowgroup" colspan="${shown.length}"><code>${escapeHtml(claim)}</code> ${escapeHtml(capitalised(statement))}${status.map((text) => ` ${aside(text)}`).join(',')}</th></tr>
${rows.join('\n')}</tbody>`;
  });
  return `<div class="scroll"><table class="${judged ? 'findings' : 'predictions findings'} sortable"><thead><tr>${headings.join('')}</tr></thead>
${blocks.join('\n')}
</table></div>`;
}

const aside = (text: string): string => `<span class="interval">${escapeHtml(text)}</span>`;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const badge = (verdict: Verdict): string =>
  `<span class="badge ${verdict}"><span aria-hidden="true">${signs[verdict]}</span> ${verdict}</span>`;
