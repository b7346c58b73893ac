import { LetheError } from '@lethe/contracts';
import type { Duplicates, EncounterProcess } from './encounter-process.js';
import type { Deduplication } from './level-before-text.js';

/** What is drawn. */
export interface EncounterSimulation {
  /** Number of facts; under Zipf the first is the most popular. */
  facts: number;
  /** Training steps. */
  steps: number;
  process: EncounterProcess;
  duplicates?: Duplicates;
  /**
   * `none` (unless given) leaves copies where they are; `collapse` keeps the first of each text, and training
   * is the poorer by the others; `refill` puts further texts of all facts in their place, so that texts come
   * `copies` times as often.
   */
  deduplication?: Deduplication;
  /** A fact is known where its gain over the baseline is at least this after the last step. */
  knownAt: number;
  /** A fact accumulates where more than this share of a gain is left on average before its texts; 0 unless given. */
  share?: number;
  /** Independent repeats that are averaged; 1 unless given. */
  repeats?: number;
  seed: number;
}

/** The share left at every lag is tabulated. */
const MOST_STEPS = 1e7;

/** Throws LetheError where an option of a simulation is out of range. */
export function checkSimulation(simulation: EncounterSimulation): void {
  const { facts, steps, process, duplicates, knownAt, share = 0, repeats = 1 } = simulation;
  const whole = (name: string, value: number, most = Number.MAX_SAFE_INTEGER): void =>
    check(
      name,
      value,
      Number.isSafeInteger(value) && value >= 1 && value <= most,
      `a whole number, 1 to ${most}`,
    );
  whole('facts', facts);
  whole('steps', steps, MOST_STEPS);
  whole('repeats', repeats);
  check('knownAt', knownAt, Number.isFinite(knownAt), 'a number');
  check('share', share, share >= 0 && share < 1, '0 up to below 1');
  if (process.type === 'zipf') {
    check('process.exponent', process.exponent, process.exponent >= 0, '0 or more');
    check('process.perStep', process.perStep, process.perStep > 0, 'above 0');
  } else {
    check('process.interval', process.interval, process.interval > 0, 'above 0');
  }
  if (!duplicates) return;
  whole('duplicates.copies', duplicates.copies);
  whole('duplicates.spacing', duplicates.spacing);
  const { copyGain = 1 } = duplicates;
  check('duplicates.copyGain', copyGain, Number.isFinite(copyGain), 'a number');
}

function check(name: string, value: number, good: boolean, expected: string): void {
  // Infinity passes comparisons, and would never let a simulation end.
  if (good && Number.isFinite(value)) return;
  throw new LetheError({ what: `${name} is out of range`, expected, found: String(value) });
}
