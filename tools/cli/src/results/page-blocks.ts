import { formatP, formatValue, numberText, summarizeClaim, verdictText } from '@lethe/analyze';
import { LetheError } from '@lethe/contracts';
import { markdownTable } from './markdown-table.js';
import type { Minutes } from './measure-minutes.js';
import type { PartName } from './page-parts.js';
import { findClaim, type Result, type ResultFinding } from './result.js';

/** What the page of an experiment is generated from. */
export interface PageSource {
  result: Result;
  minutes: Minutes | undefined;
}

type Render = (source: PageSource, words: readonly string[]) => string;

/** Generated parts of an experiment's page, by name. */
const blocks: Record<string, Render> = {
  run: ({ result, minutes }) =>
    markdownTable(
      ['runs', 'training', 'claims it was made for', 'analysed by'],
      [
        [
          `${result.runs}${result.profile === 'full' ? '' : ` (${result.profile}: numbers mean nothing)`}`,
          minutesText(minutes),
          result.claims.join(', ') || 'none',
          `${result.analyze.producer.name} ${result.analyze.producer.fingerprint.slice(0, 12)}`,
        ],
      ],
    ),
  design: ({ result: { design } }) =>
    design ? `${design.holds ? 'Design' : '**Warning**'}: ${design.statement}.` : '',
  claims: ({ result }, ids) =>
    markdownTable(
      ['claim', 'what it says', 'ours', 'of', 'p, corrected', 'seeds', 'verdicts'],
      groups(result, ids).map(({ id, words, findings }) => {
        const { first, number, verdicts } = summarizeClaim(findings);
        return [id, words, number, first.subject, pText(first), String(first.seeds), verdicts];
      }),
    ),
  findings: ({ result }, ids) =>
    markdownTable(
      ['claim', 'of', 'ours', 'p', 'corrected', 'seeds', 'verdict', 'would have been seen'],
      groups(result, ids).flatMap(({ id, findings }) =>
        findings.map((finding) => [
          id,
          [finding.subject, finding.detail].filter((text) => text !== '').join('; '),
          numberText(finding),
          formatP(finding.p),
          formatP(finding.adjusted_p),
          String(finding.seeds),
          verdictText(finding),
          finding.verdict === 'inconclusive' ? formatValue(finding.detectable) : '',
        ]),
      ),
    ),
  open: ({ result }, ids) => {
    const open = groups(result, ids)
      .map((group) => ({ ...group, findings: group.findings.filter(isOpen) }))
      .filter(({ findings }) => findings.length > 0);
    if (open.length === 0) return 'No claim is inconclusive.';
    return markdownTable(
      ['claim', 'what it says', 'inconclusive', 'would have been seen beyond the edge', 'why not'],
      open.map(({ id, words, findings }) => [
        id,
        words,
        String(findings.length),
        summarizeClaim(findings).detectable ?? '-',
        findings[0]!.reason ?? '',
      ]),
    );
  },
  table: ({ result }, words) => {
    const table = result.tables[words.join(' ')];
    if (!table) {
      throw new LetheError({
        what: 'the result has not the table that its page shows',
        where: `${result.experiment}.md: table ${words.join(' ')}`,
        found: Object.keys(result.tables).join('; ') || 'no table',
        next: `write it again: npx lethe results experiments/${result.experiment}`,
      });
    }
    return markdownTable(
      table.columns,
      table.rows.map((row) => row.map(cellText)),
    );
  },
};

/** Counts as counts, other numbers to three digits. */
const cellText = (value: string | number | boolean | null): string => {
  if (typeof value !== 'number') return `${value ?? '-'}`;
  return Number.isInteger(value) ? value.toLocaleString('en') : formatValue(value);
};

const isOpen = ({ verdict }: ResultFinding): boolean => verdict === 'inconclusive';

const pText = ({ p, adjusted_p }: ResultFinding): string =>
  p === null ? '-' : `${formatP(p)}, ${formatP(adjusted_p)}`;

/** `12 min`; a dash where it was not measured. */
export const minutesText = (minutes: Minutes | undefined): string =>
  minutes ? `${minutes.training.minutes} min` : '-';

interface Group {
  id: string;
  words: string;
  findings: ResultFinding[];
}

/** Findings by claim, as the analyze stage orders them; of these ids only, if any are named. */
function groups(result: Result, ids: readonly string[]): Group[] {
  const found = new Map<string, Group>();
  for (const finding of result.findings) {
    const claim = findClaim(finding.claim, finding.variant)!;
    if (ids.length > 0 && !ids.includes(claim.id)) continue;
    const key = `${claim.id}\n${claim.words}`;
    const group = found.get(key) ?? { id: claim.id, words: claim.words, findings: [] };
    found.set(key, { ...group, findings: [...group.findings, finding] });
  }
  return [...found.values()];
}

/**
 * A generated part of the page of an experiment.
 * @throws LetheError when there is no such part
 */
export function renderBlock(source: PageSource, { name, words }: PartName): string {
  const block = blocks[name];
  if (block) return block(source, words);
  throw new LetheError({
    what: 'there is no such generated part',
    where: `${source.result.experiment}.md`,
    expected: Object.keys(blocks).join(', '),
    found: name,
  });
}

/** The page of an experiment that has none yet; what it cannot say beyond its numbers is for its author. */
export const newPage = ({ experiment, title }: Result, notes: string): string => {
  const part = (name: string): string => `<!-- results: ${name} -->\n<!-- end of results -->`;
  return `# ${title}

${notes}

## Design

[experiments/${experiment}/experiment.json](${encodeURI(`../../experiments/${experiment}/experiment.json`)})

${part('run')}

## Results

${part('design')}

${part('claims')}

## What it cannot say

${part('open')}
`;
};
