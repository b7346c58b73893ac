import { createRandom } from '@lethe/contracts';
import type { Measurements } from '../measurements.js';

/** Facts that meet their text once and of which the shares that are left follow a known law in the mean. */
export interface KnownDecay {
  facts: number;
  /** Mean decay constant, per decade of updates. */
  decay: number;
  /** Standard deviation of the decay constant over facts. */
  spread: number;
  /** Standard deviation of the slow wander of each fact, as a share of its gain. */
  wander: number;
  /** Share of the wander that is left after an update. */
  memory: number;
  /** Updates measured after the local acquisition maximum. */
  reach: number;
  seed: number;
}

/** Step at which every fact is met; its maximum is after the next update. */
const ENCOUNTER = 1;

/**
 * Measurements of one run in which R(t) = 1 - a log10(t) + wander for every fact, t >= 1. The wander starts
 * from 0 at the maximum and is the same over neighbouring updates, as in the logs of a training run.
 */
export function knownDecay(world: KnownDecay): Measurements {
  const random = createRandom(world.seed, 'known decay');
  const updates = Int32Array.from({ length: ENCOUNTER + world.reach + 2 }, (_, u) => u);
  const values = new Float64Array(world.facts * updates.length);
  for (let fact = 0; fact < world.facts; fact++) {
    const base = -6 + random.normal();
    const gain = 0.5 + random.uniform();
    const decay = world.decay + world.spread * random.normal();
    let wander = 0;
    updates.forEach((u, column) => {
      const t = u - ENCOUNTER - 1;
      if (t > 0) {
        wander = world.memory * wander + world.wander * Math.sqrt(1 - world.memory ** 2) * random.normal();
      }
      const share = t < 0 ? 0 : t === 0 ? 1 : 1 - decay * Math.log10(t) + wander;
      values[fact * updates.length + column] = base + gain * share;
    });
  }
  const name = (fact: number): string => `once-${fact}`;
  const numbers = Array.from({ length: world.facts }, (_, fact) => fact);
  return {
    run: `seed-${world.seed}`,
    data: `data-${world.seed}`,
    facts: numbers.map((fact) => ({
      id: name(fact),
      condition: 'once',
      encounters: Int32Array.of(ENCOUNTER),
    })),
    probes: numbers.map((fact) => ({ id: name(fact), fact, depth: 'memorization', prompt: '', target: '' })),
    series: { updates, values },
  };
}
