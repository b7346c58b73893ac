import { type EncounterTrace, sumOfTraces } from './sum-of-traces.js';

/** Gain over the baseline in the long run, of the trace's unit. */
export interface SteadyState {
  /** One step after an encounter. */
  peak: number;
  /** Just before the next one. */
  trough: number;
  /** Over all steps; the same whatever the order of encounters of that mean interval. */
  mean: number;
}

/**
 * The level that endless encounters at a fixed interval settle at; infinite where it grows without end.
 * @param interval steps, 1 or more
 */
export function steadyState(trace: EncounterTrace, interval: number): SteadyState {
  return {
    peak: trace.gain * sumOfTraces(trace, 1, interval),
    trough: trace.gain * sumOfTraces(trace, interval, interval),
    mean: (trace.gain / interval) * sumOfTraces(trace, 1, 1),
  };
}
