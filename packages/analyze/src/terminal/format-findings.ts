import type { Profile } from '@lethe/contracts';
import type { AnsweredRow } from '../analyses/answers/run-answers.js';
import { tellAnswers } from '../analyses/answers/tell-answers.js';
import { tellDesign } from '../analyses/control-drift/tell-design.js';
import { countFindings } from '../claims/count-findings.js';
import type { FindingRow } from '../claims/finding-rows.js';
import { FEWEST_SEEDS } from '../claims/verdict.js';
import { claimText } from './claim-text.js';
import { formatRows } from './format-rows.js';
import { wrapText } from './wrap-text.js';

export interface FindingsLayout {
  /** Of a smoke run the text says that its numbers mean nothing. */
  profile?: Profile;
  /** Columns of the terminal; 100 by default. */
  width?: number;
  /** Every row of the table, in the place of one line per claim. */
  all?: boolean;
  /** Rows of the table `answered`. */
  answers?: readonly AnsweredRow[];
  /** Where the report is. */
  report?: string;
  /** The command that prints every row. */
  command?: string;
}

/** Kinds of claims, in the order in which they are told. */
const headings: Record<string, string> = {
  primary: 'primary claims',
  secondary: 'other claims',
  prediction: 'predictions, which settings decide: no verdicts',
};

const SMOKE = 'smoke run: it shows that everything works; its numbers mean nothing';

/** Data and training together: runs of one data.seed see their batches in the same order. */
const ADD_SEEDS =
  'add seeds, with "rotation": "seed" in data.order.injection: "sweep": [{ "label": "s", "path": ["data.seed", "train.seed"], "values": [1, 2, 3, 4, 5] }]';

/**
 * Findings for the terminal: whether the design holds, what is answered, one line for each claim about all of its subjects, how many
 * verdicts there are, and what to do next. Long lines are wrapped, and nothing is cut.
 * @param rows of the findings table
 */
export function formatFindings(rows: readonly FindingRow[], layout: FindingsLayout = {}): string {
  const { width = 100, all = false, profile, answers = [], report, command } = layout;
  if (rows.length === 0) return withReport('no findings: see the log lines of the analyze stage', report);
  const design = tellDesign(rows);
  const told = tellAnswers(answers);
  const parts = [
    ...(profile === 'smoke' ? [wrapText(SMOKE, width)] : []),
    ...(design ? [wrapText(`${design.holds ? '' : 'warning: '}${design.statement}`, width, 'design: ')] : []),
    ...(told === undefined ? [] : [wrapText(told, width, 'answers: ')]),
    all
      ? formatRows(rows, width)
      : formatClaims(
          rows.filter(({ claim }) => claim !== design?.claim),
          width,
        ),
    wrapText(countFindings(rows), width),
  ];
  const next = [
    ...(rows.some(({ seeds }) => seeds < FEWEST_SEEDS) ? [fewSeeds(rows), ADD_SEEDS] : []),
    ...(all || command === undefined ? [] : [`every row, with p-values: ${command}`]),
  ];
  return [
    withReport(parts.join('\n'), report),
    ...next.map((line, i) => wrapText(line, width, i === 0 ? 'next: ' : '      ')),
  ].join('\n');
}

/** One line for each claim, primary ones first. */
function formatClaims(rows: readonly FindingRow[], width: number): string {
  const keyOf = ({ claim, words }: FindingRow): string => `${claim}\n${words}`;
  const claims = [...new Set(rows.map(keyOf))].map((key) => rows.filter((row) => keyOf(row) === key));
  const indent = Math.max(...rows.map(({ claim }) => claim.length)) + 2;
  const lines: string[] = [];
  for (const [kind, heading] of Object.entries(headings)) {
    const members = claims.filter((findings) => findings[0]!.kind === kind);
    if (members.length === 0) continue;
    lines.push(heading);
    for (const findings of members) {
      lines.push(wrapText(claimText(findings), width, findings[0]!.claim.padEnd(indent)));
    }
  }
  return lines.join('\n');
}

const withReport = (text: string, report: string | undefined): string =>
  report === undefined ? text : `${text}\nreport: ${report}`;

function fewSeeds(rows: readonly FindingRow[]): string {
  const few = Math.min(...rows.map(({ seeds }) => seeds));
  return few === 1
    ? `one seed decides nothing: a verdict needs ${FEWEST_SEEDS};`
    : `two seeds decide nothing: a verdict needs ${FEWEST_SEEDS};`;
}
