import type { Measurements } from '@lethe/analyze';
import { createRandom, type Random } from '@lethe/contracts';

/** What seeds and facts of a world differ in, and how well they are measured. */
export interface World {
  seeds: number;
  /** Facts of the condition; there are as many controls. */
  facts: number;
  /** Standard deviation of a seed's gain and decay, as a share of their means. */
  seedSpread: number;
  /** The same of facts. */
  factSpread: number;
  /** Whether all seeds have the same facts. */
  sharedFacts: boolean;
  /** Standard deviation of every measurement, as a share of a gain. */
  noise: number;
  /** Share of the noise that is left after an update. */
  memory: number;
  /** Texts of every fact, `interval` steps apart. */
  encounters: number;
  /** Mean gain, nats per token. */
  gain: number;
  /** That of which the noise is a share, where there is no gain. */
  noiseScale?: number;
}

/** Decay of a gain per decade of updates. */
export const DECAY = 0.2;
/** Updates until a gain is in, all but a third. */
const RISE = 3;
const START = 10;
const INTERVAL = 60;
/** Updates after the last text. */
const REACH = 400;
export const WINDOW = 50;

/** What is left of a gain after `lag` updates: it rises, and falls by a tenth of its decay constant with each factor. */
const shapeAt = (lag: number, decay: number): number =>
  lag < 1 ? 0 : (1 - Math.exp(-lag / RISE)) * (1 - decay * Math.log10(lag));

/** The largest share of a gain that is ever seen, by which gains are scaled. */
export const PEAK = Math.max(...Array.from({ length: WINDOW }, (_, i) => shapeAt(i + 1, DECAY)));

/**
 * Measurements of every seed of a world, one probe per fact, after every update within a window after a text and after
 * every fifth update elsewhere. The background lifts all probes, controls too.
 * @param purpose names its draws; equal names give equal seeds and facts
 * @param noise names the draws of the noise; that of other probes of the same facts has another name
 */
export function worldMeasurements(world: World, purpose: string, noise = purpose): Measurements[] {
  const steps = Array.from({ length: world.encounters }, (_, k) => START + k * INTERVAL);
  const last = steps.at(-1)!;
  const updates = Int32Array.from({ length: last + REACH + 1 }, (_, u) => u).filter(
    (u) => u % 5 === 0 || steps.some((step) => u >= step && u <= step + WINDOW + 1),
  );
  const shared = effects(world, createRandom(1, `${purpose} facts`));
  return Array.from({ length: world.seeds }, (_, seed) => {
    const random = createRandom(seed, `${purpose} seed`);
    const ofNoise = createRandom(seed, `${noise} noise`);
    const own = world.sharedFacts ? shared : effects(world, random);
    const ofSeed = { gain: world.seedSpread * random.normal(), decay: world.seedSpread * random.normal() };
    const facts = own.map((fact, i) => ({
      id: `${fact.met ? 'fact' : 'control'}-${i}${world.sharedFacts ? '' : `-${seed}`}`,
      condition: fact.met ? 'duplication' : 'control',
      encounters: fact.met ? Int32Array.from(steps) : new Int32Array(0),
    }));
    const values = own.flatMap((fact) => {
      const gain = (world.gain * (1 + fact.gain + ofSeed.gain)) / PEAK;
      const decay = DECAY * (1 + fact.decay + ofSeed.decay);
      let wander = ofNoise.normal();
      let before = 0;
      return Array.from(updates, (u) => {
        const kept = world.memory ** (u - before);
        before = u;
        wander = kept * wander + Math.sqrt(1 - kept ** 2) * ofNoise.normal();
        const met = fact.met ? steps.reduce((sum, step) => sum + shapeAt(u - step, decay), 0) : 0;
        return (
          fact.level +
          0.3 * (1 - Math.exp(-u / 150)) +
          gain * met +
          world.noise * (world.noiseScale ?? world.gain) * wander
        );
      });
    });
    return {
      run: `s${seed}`,
      data: world.sharedFacts ? 'data' : `data-${seed}`,
      facts,
      probes: facts.map(({ id }, fact) => ({ id, fact, depth: 'memorization', prompt: id, target: id })),
      series: { updates, values: Float64Array.from(values) },
    };
  });
}

/** What the facts of a world differ in. */
function effects({ facts, factSpread }: World, random: Random) {
  return Array.from({ length: 2 * facts }, (_, i) => ({
    met: i < facts,
    level: -6 + random.normal(),
    gain: factSpread * random.normal(),
    decay: factSpread * random.normal(),
  }));
}

/** The same world without anything that varies: what is estimated in it is the truth. */
export const withoutVariation = (world: World): World => ({
  ...world,
  seeds: 1,
  facts: 2,
  seedSpread: 0,
  factSpread: 0,
  noise: 0,
});
