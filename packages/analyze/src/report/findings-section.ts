import { correctionOf } from '../claims/conclude.js';
import type { Finding } from '../claims/finding.js';
import { papers } from '../claims/papers.js';
import { FEWEST_SEEDS, STRONG_SEEDS } from '../claims/verdict.js';
import { verdicts } from '../claims/verdicts.js';
import type { IntervalMethod } from '../statistics/jackknife.js';
import { escapeHtml } from './escape-html.js';
import { badge, findingsTable } from './findings-table.js';
import { percentText } from './sample-text.js';

const methodNames: Record<IntervalMethod, string> = {
  t: 'Student',
  percentile: 'percentile',
  bca: 'bias-corrected and accelerated',
  exact: 'exact',
};

/** What all that is said of forgetting rests on. */
export interface DesignNote {
  holds: boolean;
  statement: string;
}

/**
 * Every claim with the source's number, ours, its interval and the verdict; predictions after them. What the design
 * takes for granted stands first.
 */
export function findingsSection(
  findings: readonly Finding[],
  level: number,
  design: DesignNote | undefined,
): string {
  if (findings.length === 0) {
    return '<section id="findings"><h2>Findings</h2><p>Nothing that was measured speaks to any claim; the notes at the end say why.</p></section>';
  }
  const predictions = findings.filter(({ kind }) => kind === 'prediction');
  const judged = findings.filter(({ kind }) => kind !== 'prediction');
  return [
    '<section id="findings"><h2>Findings</h2>',
    design ? designPart(design) : '',
    judged.length === 0 ? '' : judgedPart(judged, level),
    predictions.length === 0 ? '' : predictedPart(predictions, level),
    '</section>',
  ].join('\n');
}

const designPart = ({ holds, statement }: DesignNote): string =>
  `<p id="design"${holds ? '' : ' class="warning"'}><strong>${holds ? 'Design' : 'Warning'}:</strong> ${escapeHtml(statement)}.</p>`;

function judgedPart(findings: readonly Finding[], level: number): string {
  const counts = verdicts.map((verdict) => {
    const members = findings.filter((finding) => finding.verdict === verdict);
    const weak = members.filter(({ strength }) => strength === 'weak').length;
    const ofThem = weak === 0 ? '' : ` <span class="interval">${weak} weak</span>`;
    return `<div class="count ${verdict}"><dt>${badge(verdict)}${ofThem}</dt><dd>${members.length}</dd></div>`;
  });
  const seeded = findings.some(({ seeds }) => seeds > 1) ? ' and over seeds' : '';
  const flat = findings.some(({ interval }) => interval && interval.low === interval.high)
    ? ' An interval without width says that all facts gave the same, not that no other fact could differ.'
    : '';
  return `<dl class="counts">${counts.join('')}</dl>
<p class="hint">Each block sets one claim (${paperNames()}) against this experiment, for every kind of fact and probe that speaks to it. Intervals are ${intervalNames(findings, level)} over facts${seeded}.${flat} By its interval a claim is reproduced when all of it lies where the claim says (shaded), contradicted when none of it does (an edge is no part of the claim)${constantText(findings)}${loneText(findings)}.${strengthText(findings)}${correctionText(findings, level)}</p>
${findingsTable(findings, true)}`;
}

function predictedPart(findings: readonly Finding[], level: number): string {
  return `<h3>Predictions</h3>
<p class="hint">What fitted traces come to in a world that the settings describe. The settings decide such a number, and nothing here measures it: it has an interval (${intervalNames(findings, level)}) and no verdict.</p>
${findingsTable(findings, false)}`;
}

const paperNames = (): string =>
  Object.entries(papers)
    .map(([letter, paper]) => `${letter}: ${paper}`)
    .join(', ');

function intervalNames(findings: readonly Finding[], level: number): string {
  const kinds = new Set(findings.map(({ method }) => methodNames[method]));
  return `${percentText(level)} ${[...kinds].join(' or ')} intervals`;
}

const constantText = (findings: readonly Finding[]): string =>
  findings.some(({ constant }) => constant)
    ? '; where the claim is about a constant of the source’s own models, ours then differs, which contradicts nothing'
    : '';

const loneText = (findings: readonly Finding[]): string =>
  findings.some(({ seeds }) => seeds < FEWEST_SEEDS)
    ? `; with fewer than ${FEWEST_SEEDS} seeds it is inconclusive, whatever the interval`
    : '';

const strengthText = (findings: readonly Finding[]): string =>
  findings.some(({ strength }) => strength === 'weak')
    ? ` A verdict that rests on fewer than ${STRONG_SEEDS} seeds is weak.`
    : '';

/** By what p-values are corrected, and over how many tests. */
function correctionText(findings: readonly Finding[], level: number): string {
  const families = new Map(
    findings.flatMap(({ kind, corrected }) =>
      corrected ? [[corrected.family, { kind, ...corrected }]] : [],
    ),
  );
  if (families.size === 0) return '';
  const told = Array.from(families.values(), ({ family, tests, kind }) => {
    const goal = kind === 'primary' ? 'the chance of any wrong verdict' : 'the share of wrong verdicts (q)';
    return `${family}: ${tests} tests, by ${correctionOf(kind)} for ${goal}`;
  });
  const conditional = findings.some(({ given }) => given !== undefined)
    ? ' Tests that a first test kept from being made count as ones that found nothing.'
    : '';
  return ` A verdict needs a p-value of at most ${Number((1 - level).toPrecision(3))} after correction for the number of tests (${told.join('; ')}); the p-value by itself is in brackets.${conditional}`;
}
