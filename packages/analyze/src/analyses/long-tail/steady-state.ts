import type { TraceDecay } from '../../superposition/trace-decay.js';

/** A fitted trace: what one encounter adds and how it fades. */
export interface EncounterTrace {
  decay: TraceDecay;
  parameters: readonly number[];
  /** Rise one step after an encounter, of any unit, such as nats per token. */
  gain: number;
  /** Lag after which nothing is left, where it is known already: `decay.lagOf(parameters, 0)`. */
  end?: number;
}

/**
 * Sum of decay(first + k * interval) over k = 0, 1, 2, ... in closed form: what endless encounters at a fixed
 * interval have left, in gains. Infinite where nothing fades or a power law has an exponent of at most 1.
 * @param first smallest lag, steps, 1 or more
 * @param interval steps, above 0
 */
export function sumOfTraces(
  { decay, parameters, end }: Omit<EncounterTrace, 'gain'>,
  first: number,
  interval: number,
): number {
  return decay.tailSum(parameters, first, interval, end);
}

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
