import type { TraceDecay } from '../superposition/trace-decay.js';
import { hurwitzZeta } from '../numerics/hurwitz-zeta.js';
import { logGamma } from '../numerics/log-gamma.js';

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
  const speed = parameters[0]!;
  if (speed <= 0) return Number.POSITIVE_INFINITY;
  switch (decay.name) {
    case 'exponential':
      return Math.exp(-speed * (first - 1)) / -Math.expm1(-speed * interval);
    case 'power':
      return interval ** -speed * hurwitzZeta(speed, first / interval);
    case 'shifted_power': {
      const shift = 10 ** parameters[1]!;
      return (interval / shift) ** -speed * hurwitzZeta(speed, (first - 1 + shift) / interval);
    }
    case 'logarithmic': {
      const terms = Math.max(0, Math.ceil(((end ?? decay.lagOf(parameters, 0)) - first) / interval));
      const start = first / interval;
      const logs = terms * Math.log(interval) + logGamma(start + terms) - logGamma(start);
      return terms === 0 ? 0 : terms - (speed * logs) / Math.LN10;
    }
  }
}
