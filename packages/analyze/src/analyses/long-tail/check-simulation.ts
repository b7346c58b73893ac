import { LetheError } from '@lethe/contracts';
import type { EncounterSimulation } from './simulate-encounters.js';

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
