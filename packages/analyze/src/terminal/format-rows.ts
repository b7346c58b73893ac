import { formatTable } from '@lethe/contracts';
import type { FindingRow } from '../claims/finding-rows.js';
import { STRONG_SEEDS } from '../claims/verdict.js';
import { formatP, formatValue } from '../statistics/format-value.js';
import { numberText, verdictText } from './claim-summary.js';
import { wrapText } from './wrap-text.js';

const GAP = '  ';
/** The claim's own column is never narrower, however narrow the terminal. */
const NARROWEST = 20;
const WEAK = `weak: a verdict that rests on fewer than ${STRONG_SEEDS} seeds`;
const CORRECTED = 'corrected: p by Holm of primary claims, the false discovery rate q of others';
const OF =
  '0.1 of 0.2: the value is 0.1 from the edge of the claim, and 0.2 would be seen with a power of 80 %';

interface Column {
  heading: string;
  align: 'left' | 'right';
  of: (row: FindingRow) => string;
  /** Width at which it is wrapped, which every line of it has; others are as wide as what they hold. */
  wrapAt?: number;
  /** Shown only where tests were made. */
  tested?: true;
}

const statement: Column = { heading: 'claim', align: 'left', of: (row) => row.statement };
const columns: readonly Column[] = [
  { heading: '', align: 'left', of: ({ claim }) => claim },
  statement,
  { heading: 'ours [interval]', align: 'left', of: numberText, wrapAt: 18 },
  { heading: 'p', align: 'right', of: ({ p }) => formatP(p), tested: true },
  { heading: 'corrected', align: 'right', of: (row) => formatP(row.adjusted_p), tested: true },
  { heading: 'runs', align: 'right', of: ({ seeds }) => String(seeds) },
  { heading: 'verdict', align: 'left', of: (row) => outcomeText(row), wrapAt: 17 },
];

/**
 * Every finding as a row of an aligned table as wide as the terminal, in which long cells are wrapped. Lines below it
 * say what its words mean.
 * @param rows at least one of the findings table, in its order
 */
export function formatRows(rows: readonly FindingRow[], width: number): string {
  const tested = rows.some(({ p }) => p !== null);
  const shown = columns.filter((column) => tested || !column.tested);
  const table = [shown.map(({ heading }) => heading), ...rows.map((row) => shown.map(({ of }) => of(row)))];
  const taken = shown.map(({ wrapAt }, i) => wrapAt ?? Math.max(...table.map((cells) => cells[i]!.length)));
  const others = taken.reduce((sum, one, i) => sum + (shown[i] === statement ? 0 : one + GAP.length), 0);
  const left = Math.max(NARROWEST, width - others);
  const lines = formatTable(
    table.flatMap((cells) =>
      wrapCells(
        cells,
        shown.map((column) => (column === statement ? left : column.wrapAt)),
      ),
    ),
    shown.map(({ align }) => align),
  ).split('\n');
  if (rows.some(({ strength }) => strength === 'weak')) lines.push(WEAK);
  if (tested) lines.push(CORRECTED);
  if (rows.some(isOpen)) lines.push(OF);
  return lines.join('\n');
}

/** Whether a test was made and gave no verdict. */
const isOpen = ({ verdict, detectable }: FindingRow): boolean =>
  verdict === 'inconclusive' && detectable !== null;

const outcomeText = (row: FindingRow): string =>
  isOpen(row)
    ? `inconclusive, ${formatValue(row.distance)} of ${formatValue(row.detectable)}`
    : verdictText(row);

/** A row of a table as the rows that it takes when its cells are wrapped at these widths. */
function wrapCells(cells: readonly string[], widths: readonly (number | undefined)[]): string[][] {
  const wrapped = cells.map((cell, i) =>
    widths[i] === undefined ? [cell] : wrapText(cell, widths[i]!).split('\n'),
  );
  const height = Math.max(...wrapped.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => wrapped.map((cell) => cell[line] ?? ''));
}
