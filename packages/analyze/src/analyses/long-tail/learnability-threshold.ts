import { LetheError } from '@lethe/contracts';
import type { EncounterTrace } from './steady-state.js';
import { steadyState } from './steady-state.js';

/**
 * The largest interval between encounters, in steps, at which a share of the last gain is still there when the
 * next encounter comes, by the law's formula; the x-intercept of arXiv 2406.11813 (section 4.4) for a share of 0.
 * Infinite for a share of 0 under laws that never reach it, NaN where nothing fades.
 * @param share 0 (unless given) up to below 1
 * @throws LetheError where the share is outside
 */
export function learnabilityThreshold(
  { decay, parameters }: Pick<EncounterTrace, 'decay' | 'parameters'>,
  share = 0,
): number {
  if (!(share >= 0 && share < 1)) {
    throw new LetheError({
      what: 'the share of a gain is out of range',
      expected: '0 up to below 1',
      found: String(share),
    });
  }
  return decay.lagOf(parameters, share);
}

/** Intervals are sought up to here. */
const LONGEST = 1e300;

/**
 * The largest interval between encounters, in steps, at which what is left of all earlier encounters comes to
 * `level` before every next one, in the long run, by bisection.
 * @param level above 0, of the trace's unit: gain over the baseline
 * @returns 0 where not even an encounter at every step gets there, infinite where every interval does
 * @throws LetheError where the level is not above 0
 */
export function intervalForLevel(trace: EncounterTrace, level: number): number {
  if (!(level > 0)) {
    throw new LetheError({
      what: 'the level to reach is out of range',
      expected: 'above 0',
      found: String(level),
    });
  }
  const trough = (interval: number): number => steadyState(trace, interval).trough;
  if (!(trough(1) >= level)) return 0;
  if (trough(1) === Number.POSITIVE_INFINITY && trough(LONGEST) >= level) return Number.POSITIVE_INFINITY;
  let low = 0;
  let high = Math.log(LONGEST);
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2;
    if (trough(Math.exp(middle)) >= level) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}
