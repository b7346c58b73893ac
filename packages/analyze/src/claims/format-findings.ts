import { formatTable } from '@lethe/contracts';
import { formatInterval, formatValue } from '../statistics/format-value.js';
import type { FindingRow } from './finding-rows.js';
import { FEWEST_SEEDS } from './judge.js';

const WIDTH = 110;
const GAPS = 4 * '  '.length;
/** Data and training together: runs of one data.seed see their batches in the same order. */
const ADD_SEEDS = [
  'one seed decides nothing; add seeds, with "rotation": "seed" in data.order.injection:',
  '"sweep": [{ "label": "s", "path": ["data.seed", "train.seed"], "values": [1, 2, 3, 4, 5] }]',
];

/**
 * Findings as an aligned table for the terminal, at most 110 columns wide; long statements and source values
 * are cut. Where a claim rests on one seed two last lines say how to add seeds.
 * @param rows of the findings table
 */
export function formatFindings(rows: readonly FindingRow[]): string {
  if (rows.length === 0) return 'no findings: see the log lines of the analyze stage';
  const table = rows.map((row) => ({
    claim: row.finding_id.split(/[-@]/)[0]!,
    statement: row.statement,
    value: `${formatValue(row.our_value)} ${formatInterval(row.low, row.high)}`.trim(),
    runs: String(row.seeds),
    verdict: row.verdict,
  }));
  const header = {
    claim: '',
    statement: 'claim',
    value: 'ours [interval]',
    runs: 'runs',
    verdict: 'verdict',
  };
  const all = [header, ...table];
  const width = (key: keyof typeof header): number => Math.max(...all.map((row) => row[key].length));
  const fixed = width('claim') + width('value') + width('runs') + width('verdict') + GAPS;
  const statement = Math.min(width('statement'), WIDTH - fixed);
  const lines = [
    formatTable(
      all.map((row) => [row.claim, cut(row.statement, statement), row.value, row.runs, row.verdict]),
      ['left', 'left', 'left', 'right'],
    ),
  ];
  if (rows.some(({ seeds }) => seeds < FEWEST_SEEDS)) lines.push(...ADD_SEEDS);
  return lines.join('\n');
}

const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`;
