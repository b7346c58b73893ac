import { formatTable } from '@lethe/contracts';
import { formatInterval, formatP, formatValue } from '../statistics/format-value.js';
import type { FindingRow } from './finding-rows.js';
import { FEWEST_SEEDS, STRONG_SEEDS } from './verdict.js';

const WIDTH = 110;
const GAP = '  ';
/** Data and training together: runs of one data.seed see their batches in the same order. */
const ADD_SEEDS = [
  'one seed decides nothing, nor do two; add seeds, with "rotation": "seed" in data.order.injection:',
  '"sweep": [{ "label": "s", "path": ["data.seed", "train.seed"], "values": [1, 2, 3, 4, 5] }]',
];
const WEAK = `weak: a verdict that rests on fewer than ${STRONG_SEEDS} seeds`;
const OF =
  '0.1 of 0.2: the value is 0.1 from the edge of the claim, and 0.2 would be seen with a power of 80 %';

/** Kinds of claims, in the order in which they are told, and what is told of them. */
const headings: Record<string, string> = {
  primary: 'primary claims; p corrected by Holm',
  secondary: 'other claims; p is the false discovery rate q',
  prediction: 'predictions, which settings decide: no verdicts',
};

interface Column {
  heading: string;
  align: 'left' | 'right';
  of: (row: FindingRow) => string;
}

const statement: Column = { heading: 'claim', align: 'left', of: (row) => row.statement };
const columns: readonly Column[] = [
  { heading: '', align: 'left', of: (row) => row.finding_id.split(/[-@]/)[0]! },
  statement,
  {
    heading: 'ours [interval]',
    align: 'left',
    of: (row) => `${formatValue(row.our_value)} ${formatInterval(row.low, row.high)}`.trim(),
  },
  { heading: 'p', align: 'right', of: (row) => formatP(row.adjusted_p) },
  { heading: 'runs', align: 'right', of: (row) => String(row.seeds) },
  { heading: 'verdict', align: 'left', of: verdictText },
];

/**
 * Findings as an aligned table for the terminal, at most 110 columns wide; long statements are cut. Lines below it say
 * what its words mean and, where a claim rests on too few seeds, how to add some.
 * @param rows of the findings table
 */
export function formatFindings(rows: readonly FindingRow[]): string {
  if (rows.length === 0) return 'no findings: see the log lines of the analyze stage';
  const kinds = Object.keys(headings)
    .map((kind) => ({ kind, members: rows.filter((row) => row.kind === kind) }))
    .filter(({ members }) => members.length > 0);
  const tested = rows.some(({ p }) => p !== null);
  const shown = columns.filter(({ heading }) => heading !== 'p' || tested);
  const table = fitted(
    [
      shown.map(({ heading }) => heading),
      ...kinds.flatMap(({ members }) => members.map((row) => shown.map(({ of }) => of(row)))),
    ],
    shown.indexOf(statement),
  );
  const [header, ...body] = formatTable(
    table,
    shown.map(({ align }) => align),
  ).split('\n');
  const lines = [header!];
  for (const { kind, members } of kinds) lines.push(headings[kind]!, ...body.splice(0, members.length));
  if (rows.some(({ strength }) => strength === 'weak')) lines.push(WEAK);
  if (rows.some(isOpen)) lines.push(OF);
  if (rows.some(({ seeds }) => seeds < FEWEST_SEEDS)) lines.push(...ADD_SEEDS);
  return lines.join('\n');
}

/** Whether a test was made and gave no verdict. */
const isOpen = ({ verdict, detectable }: FindingRow): boolean =>
  verdict === 'inconclusive' && detectable !== null;

function verdictText(row: FindingRow): string {
  if (isOpen(row)) return `inconclusive, ${formatValue(row.distance)} of ${formatValue(row.detectable)}`;
  return `${row.verdict ?? ''}${row.strength === 'weak' ? ' (weak)' : ''}`;
}

/** Rows of which the cells of one column are cut to what the others leave. */
function fitted(table: readonly string[][], column: number): string[][] {
  const widths = table[0]!.map((_, i) => Math.max(...table.map((cells) => cells[i]!.length)));
  const others = widths.filter((_, i) => i !== column).reduce((sum, width) => sum + width + GAP.length, 0);
  return table.map((cells) => cells.with(column, cut(cells[column]!, WIDTH - others)));
}

const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`;
