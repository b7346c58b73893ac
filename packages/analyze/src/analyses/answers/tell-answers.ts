import type { RowOf } from '@lethe/contracts';
import { CONTROL, depthOrder, ordered } from '../../measurements/measurements.js';
import type { answeredTable } from './answered-table.js';

type Row = Pick<
  RowOf<typeof answeredTable>,
  'run' | 'condition' | 'depth' | 'updates' | 'questions' | 'answered' | 'share'
>;

/**
 * What is answered where most is, and what is left of it at the end, in one sentence without a full stop: of the depth
 * closest to the text, by condition.
 * @param rows of the table `answered`
 * @returns undefined without answers, where settings differ, so that one sentence does not tell, and where only facts that
 *   are never told are asked here
 */
export function tellAnswers(rows: readonly Row[]): string | undefined {
  if (new Set(rows.map(({ run }) => run)).size !== 1) return undefined;
  const [depth] = ordered(
    rows.map((row) => row.depth),
    depthOrder,
  );
  const own = rows.filter((row) => row.depth === depth);
  if (own.every(({ condition }) => condition === CONTROL)) return undefined;
  const answeredAt = (updates: number): number =>
    own.reduce((sum, row) => sum + (row.updates === updates ? row.answered : 0), 0);
  const checkpoints = [...new Set(own.map(({ updates }) => updates))].sort((a, b) => a - b);
  const last = checkpoints.at(-1)!;
  const best = checkpoints.reduce((a, b) => (answeredAt(b) > answeredAt(a) ? b : a));
  const told = best === last ? [last] : [best, last];
  const conditions = [...new Set(own.map(({ condition }) => condition))].map((condition) => {
    const shares = told.map((updates) =>
      own.find((row) => row.condition === condition && row.updates === updates),
    );
    return `${condition} ${shares.map((row) => (row ? percent(row.share) : '-')).join(' and then ')}`;
  });
  const when = told.map((updates) => updates.toLocaleString('en')).join(' and ');
  return `of the ${depth} questions are answered word for word: ${conditions.join(', ')} (after ${when} updates)`;
}

/** Whole percents, but never 0 of some or 100 of not all. */
export function percent(share: number): string {
  const whole = Math.round(100 * share);
  if (whole === 0 && share > 0) return '<1 %';
  return whole === 100 && share < 1 ? '>99 %' : `${whole} %`;
}
