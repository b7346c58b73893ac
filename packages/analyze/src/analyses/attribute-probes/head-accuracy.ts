import type { linearProbes, RowOf } from '@lethe/contracts';

export type HeadRow = RowOf<typeof linearProbes>;

/** What heads read at one place of one model. */
export interface HeadAccuracy {
  /** Mean over attributes of the share of right values among test facts, 0 to 1. */
  accuracy: number;
  /** Mean over the same attributes of the share of the most frequent value. */
  majority: number;
  /** Test facts of the attribute that has the fewest. */
  facts: number;
  /** Whether heads tell apart first tokens of values, or whole values. */
  value: string;
  rank: number;
}

/** Number of the attribute with which texts that are not reordered begin. */
const FIRST = '0';

/**
 * What heads read at the place of the first attribute, of the other ones (p), or at the end of the name alone, of all
 * (q): of first tokens, as the paper's numbers, where there are such heads, else of whole values.
 * @param rows of one checkpoint
 * @returns undefined where there are no such heads
 */
export function headAccuracy(rows: readonly HeadRow[], kind: 'p' | 'q'): HeadAccuracy | undefined {
  const there = rows.filter(
    (row) => row.kind === kind && row.position === 0 && (kind === 'q' || row.attribute !== FIRST),
  );
  const firstTokens = there.filter(({ value }) => value === 'first');
  const used = firstTokens.length > 0 ? firstTokens : there;
  if (used.length === 0) return undefined;
  const mean = (of: (row: HeadRow) => number): number =>
    used.reduce((sum, row) => sum + of(row), 0) / used.length;
  return {
    accuracy: mean((row) => row.test_accuracy),
    majority: mean((row) => row.majority),
    facts: Math.min(...used.map((row) => row.test_facts)),
    value: used[0]!.value,
    rank: used[0]!.rank,
  };
}
