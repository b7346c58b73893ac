import type { Duplicates } from './encounter-process.js';
import { type EncounterTrace, sumOfTraces } from './steady-state.js';

/** What becomes of the copies that come with a text: they stay, go, or make room for further texts of all facts. */
export const deduplications = ['none', 'collapse', 'refill'] as const;
export type Deduplication = (typeof deduplications)[number];

/**
 * Gain over the baseline just before a text, in the long run, where texts of a fact come at a fixed interval; infinite
 * where it grows without end.
 * @param interval steps between texts before anything is removed, above 0
 */
export function levelBeforeText(
  trace: EncounterTrace,
  interval: number,
  { copies, spacing, copyGain = 1 }: Duplicates,
  deduplication: Deduplication,
): number {
  const between = deduplication === 'refill' ? interval / copies : interval;
  let sum = 0;
  for (let copy = 0; copy < (deduplication === 'none' ? copies : 1); copy++) {
    // The newest copy of this number that lies before the text.
    const first = Math.max(1, between - ((copy * spacing) % between));
    sum += (copy === 0 ? 1 : copyGain) * sumOfTraces(trace, first, between);
  }
  return trace.gain * sum;
}

const [SHORTEST, LONGEST] = [Math.log(1e-3), Math.log(1e12)];
const HALVINGS = 20;

/** The largest interval between texts, to a few parts in a hundred thousand, at which that level reaches `level`; 0 for none. */
export function longestInterval(
  trace: EncounterTrace,
  level: number,
  duplicates: Duplicates,
  deduplication: Deduplication,
): number {
  const reaches = (logInterval: number): boolean =>
    levelBeforeText(trace, Math.exp(logInterval), duplicates, deduplication) >= level;
  let [low, high] = [SHORTEST, LONGEST];
  if (!reaches(low)) return 0;
  if (reaches(high)) return Number.POSITIVE_INFINITY;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (reaches(middle)) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
