import type { TraceDecay } from './trace-decay.js';

/**
 * The model of a probe's log-probability: baseline + gain * sum of decay(u - s) over encounters s < u.
 * @param updates numbers of updates done, at which to compute it
 * @param encounters training steps whose batch holds the fact, in any order
 * @returns Float64Array [updates], nats per token if baseline and gain are
 */
export function superpose(
  updates: ArrayLike<number>,
  encounters: ArrayLike<number>,
  decay: TraceDecay,
  parameters: readonly number[],
  { baseline = 0, gain = 1 }: { baseline?: number; gain?: number } = {},
): Float64Array {
  return Float64Array.from(updates, (update) => {
    let sum = 0;
    for (let e = 0; e < encounters.length; e++) {
      if (encounters[e]! < update) sum += decay.value(parameters, update - encounters[e]!);
    }
    return baseline + gain * sum;
  });
}
