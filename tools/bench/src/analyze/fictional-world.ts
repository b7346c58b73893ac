import { createRandom } from '@lethe/contracts';

/** Size of an experiment in the manner of arXiv 2406.11813, whose probes are measured after every update. */
export interface FictionalWorld {
  /** Facts of each of duplication, paraphrase and once; 15 probes ask for each. */
  factsPerCondition: number;
  /** Facts that are probed but never injected. */
  controls: number;
  /** Training steps; probes are measured after 0, 1, ... updates, as many times. */
  steps: number;
  seed: number;
}

export interface FictionalFact {
  id: string;
  condition: string;
  /** Training steps at which it is injected. */
  encounters: readonly number[];
}

export interface FictionalProbe {
  id: string;
  fact: FictionalFact;
  depth: string;
  /** Tokens of its target. */
  tokens: number;
}

const INTERVAL = 100;
const ENCOUNTERS = 10;
/** Gain per encounter, nats per token, and decay constant per decade of steps. */
const laws: Record<string, { gain: number; decay: number; encounters: number }> = {
  duplication: { gain: 0.5, decay: 0.22, encounters: ENCOUNTERS },
  paraphrase: { gain: 0.36, decay: 0.17, encounters: ENCOUNTERS },
  once: { gain: 0.55, decay: 0.22, encounters: 1 },
  control: { gain: 0, decay: 0, encounters: 0 },
};
const depths = { memorization: 1, semantic: 0.7, composition: 0.35 };
const PROBES_PER_DEPTH = 5;
/** Noise of the measurements: standard deviation, nats, and its autocorrelation from one update to the next. */
const NOISE = 0.1;
const AUTOCORRELATION = 0.95;

export function fictionalFacts({ factsPerCondition, controls }: FictionalWorld): FictionalFact[] {
  return Object.entries(laws).flatMap(([condition, { encounters }]) =>
    Array.from({ length: condition === 'control' ? controls : factsPerCondition }, (_, i) => ({
      id: `${condition}-${i}`,
      condition,
      encounters: Array.from({ length: encounters }, (_, k) => k * INTERVAL),
    })),
  );
}

export function fictionalProbes(facts: readonly FictionalFact[]): FictionalProbe[] {
  return facts.flatMap((fact, f) =>
    Object.keys(depths).flatMap((depth) =>
      Array.from({ length: PROBES_PER_DEPTH }, (_, j) => ({
        id: `${depth}-${fact.id}-${j}`,
        fact,
        depth,
        tokens: 1 + ((f + j) % 6),
      })),
    ),
  );
}

/**
 * Mean log-probability of every probe after 0, 1, ... updates: gains of all encounters superposed, with slowly varying
 * noise.
 * @returns for each number of updates a Float32Array [probes]; the same array every time
 */
export function* fictionalTrace(
  { steps, seed }: FictionalWorld,
  probes: readonly FictionalProbe[],
): Generator<Float32Array> {
  const random = createRandom(seed, 'bench analyze');
  const curves = new Map(
    [...new Set(probes.map(({ fact }) => fact.condition))].map((condition) => [
      condition,
      superposed(condition, steps),
    ]),
  );
  const scale = probes.map(({ depth }) => {
    return depths[depth as keyof typeof depths] * Math.max(0.2, 1 + 0.3 * random.normal());
  });
  const base = probes.map(() => -6 + 0.6 * random.normal());
  const noise = new Float32Array(probes.length);
  const values = new Float32Array(probes.length);
  const curveOf = probes.map(({ fact }) => curves.get(fact.condition)!);
  for (let update = 0; update < steps; update++) {
    for (let p = 0; p < probes.length; p++) {
      noise[p] = AUTOCORRELATION * noise[p]! + NOISE * Math.sqrt(1 - AUTOCORRELATION ** 2) * random.normal();
      values[p] = base[p]! + scale[p]! * curveOf[p]![update]! + noise[p]!;
    }
    yield values;
  }
}

function superposed(condition: string, steps: number): Float64Array {
  const { gain, decay, encounters } = laws[condition]!;
  return Float64Array.from({ length: steps }, (_, update) => {
    let sum = 0;
    for (let k = 0; k < encounters; k++) {
      const since = update - k * INTERVAL;
      if (since >= 1) sum += gain * (1 - Math.exp(-since / 3)) * (1 - decay * Math.log10(since));
    }
    return sum;
  });
}
