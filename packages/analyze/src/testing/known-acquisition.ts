import { createRandom } from '@lethe/contracts';
import { CONTROL, type Measurements } from '../measurements/measurements.js';

/** Facts whose log-probability follows a known trace after every encounter, measured with noise after every update. */
export interface KnownAcquisition {
  facts: number;
  /** Facts that are never met. */
  controls: number;
  /** Encounters of every fact, evenly spaced. */
  count: number;
  interval: number;
  /** Decay constant of a trace, per decade of updates since its encounter. */
  decay: number;
  /** Mean over facts of the gain per encounter, nats per token; 1 unless given. */
  gain?: number;
  /** Its standard deviation over facts. */
  spread: number;
  /** Standard deviation of the noise of a measurement, nats per token. */
  noise: number;
  /** Share of the noise that is left after an update. */
  memory: number;
  /** What every fact gains in general per update, met or not, nats per token. */
  drift: number;
  /** Updates measured after the last encounter. */
  reach: number;
  seed: number;
}

/** Updates in which a trace rises to all but 1 / e of its size. */
const RISE = 3;
/** Step of the first encounter. */
const FIRST = 20;
/** Facts of even and of odd number meet their texts so many steps apart. */
const APART = 7;

/**
 * What an encounter adds after some updates, as a share of its maximum: a rise over some updates, as with optimizers
 * that remember gradients, and a decay that is linear in the logarithm of time.
 */
export function traceAfter(updates: number, decay: number): number {
  if (updates < 1) return 0;
  const at = (u: number): number => (1 - Math.exp(-u / RISE)) * (1 - decay * Math.log10(u));
  let most = 0;
  for (let u = 1; u <= 20 * RISE; u++) most = Math.max(most, at(u));
  return at(updates) / most;
}

/** Measurements of one run. */
export function knownAcquisition(world: KnownAcquisition): Measurements {
  const { count, interval, decay, spread, noise, memory, drift, gain: mean = 1 } = world;
  const random = createRandom(world.seed, 'known acquisition');
  const last = FIRST + APART + (count - 1) * interval;
  const updates = Int32Array.from({ length: last + world.reach + 1 }, (_, u) => u);
  const trace = Float64Array.from(updates, (u) => traceAfter(u, decay));
  const facts = Array.from({ length: world.facts + world.controls }, (_, fact) => {
    const first = FIRST + APART * (fact % 2);
    const met = fact < world.facts;
    const encounters = Int32Array.from({ length: met ? count : 0 }, (_, k) => first + k * interval);
    return { id: `fact-${fact}`, condition: met ? 'duplication' : CONTROL, encounters };
  });
  const values = new Float64Array(facts.length * updates.length);
  facts.forEach(({ encounters }, fact) => {
    const base = -6 + random.normal();
    const gain = mean + spread * random.normal();
    let wander = random.normal();
    updates.forEach((u) => {
      let learned = 0;
      for (const step of encounters) if (u > step) learned += trace[u - step]!;
      values[fact * updates.length + u] = base + drift * u + gain * learned + noise * wander;
      wander = memory * wander + Math.sqrt(1 - memory ** 2) * random.normal();
    });
  });
  return {
    run: `seed-${world.seed}`,
    data: `data-${world.seed}`,
    facts,
    probes: facts.map(({ id }, fact) => ({ id, fact, depth: 'memorization', prompt: '', target: '' })),
    series: { updates, values },
  };
}
