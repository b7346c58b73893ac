import { createRandom } from '@lethe/contracts';
import { CONTROL, type Measurements } from '../measurements/measurements.js';

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
  /** Facts that are never met; none unless given. */
  controls?: number;
  /** What every fact gains in general per update, met or not, nats per token; none unless given. */
  drift?: number;
  seed: number;
}

/** Step at which every fact is met; its maximum is after the next update. */
const ENCOUNTER = 1;

/**
 * Measurements of one run in which R(t) = 1 - a log10(t) + wander for every fact, t >= 1, were it not for the drift.
 * The wander starts from 0 at the maximum and is the same over neighbouring updates, as in the logs of a training
 * run; controls wander too.
 */
export function knownDecay(world: KnownDecay): Measurements {
  const { drift = 0, controls = 0 } = world;
  const random = createRandom(world.seed, 'known decay');
  const updates = Int32Array.from({ length: ENCOUNTER + world.reach + 2 }, (_, u) => u);
  const numbers = Array.from({ length: world.facts + controls }, (_, fact) => fact);
  const values = new Float64Array(numbers.length * updates.length);
  for (const fact of numbers) {
    const met = fact < world.facts;
    const base = -6 + random.normal();
    const gain = 0.5 + random.uniform();
    const decay = world.decay + world.spread * random.normal();
    let wander = 0;
    updates.forEach((u, column) => {
      const t = u - ENCOUNTER - 1;
      if (t > 0) {
        wander = world.memory * wander + world.wander * Math.sqrt(1 - world.memory ** 2) * random.normal();
      }
      const left = !met || t < 0 ? 0 : t === 0 ? 1 : 1 - decay * Math.log10(t);
      values[fact * updates.length + column] = base + drift * u + gain * (left + wander);
    });
  }
  const name = (fact: number): string => `fact-${fact}`;
  return {
    run: `seed-${world.seed}`,
    data: `data-${world.seed}`,
    facts: numbers.map((fact) => ({
      id: name(fact),
      condition: fact < world.facts ? 'once' : CONTROL,
      encounters: fact < world.facts ? Int32Array.of(ENCOUNTER) : new Int32Array(0),
    })),
    probes: numbers.map((fact) => ({ id: name(fact), fact, depth: 'memorization', prompt: '', target: '' })),
    series: { updates, values },
  };
}
