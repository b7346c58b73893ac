import type { Statistic } from '../extraction/answer-statistics.js';

/** What may become of a held-out fact, in the order in which bars are stacked; their shares add up to 1. */
export const fates = [
  { statistic: 'right', label: 'right', colour: 0 },
  { statistic: 'suppressed', label: 'suppressed', colour: 1 },
  { statistic: 'overwritten', label: 'overwritten', colour: 2 },
  { statistic: 'neverStored', label: 'never stored', colour: 7 },
] as const satisfies { statistic: Statistic; label: string; colour: number }[];
