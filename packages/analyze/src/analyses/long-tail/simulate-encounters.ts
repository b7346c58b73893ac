import { createRandom } from '@lethe/contracts';
import { drawArrivals, meanIntervals } from './encounter-process.js';
import { checkSimulation, type EncounterSimulation } from './encounter-simulation.js';
import type { EncounterTrace } from './steady-state.js';

/** Per fact, the most popular first; means over repeats. */
export interface EncounterOutcome {
  /** Float64Array [facts]: mean steps between texts, by the process. */
  interval: Float64Array;
  /** Float64Array [facts]: encounters, copies included. */
  encounters: Float64Array;
  /** Float64Array [facts]: gain over the baseline after the last step, of the trace's unit. */
  level: Float64Array;
  /** Float64Array [facts]: what `level` is on average over endless repeats, in closed form. */
  expectedLevel: Float64Array;
  /** Float64Array [facts]: gain left just before a text, from the second text on; 0 with fewer. */
  residue: Float64Array;
  /** Float64Array [facts]: share of repeats in which the fact accumulates. */
  accumulates: Float64Array;
  /** Float64Array [facts]: share of repeats in which it is known. */
  known: Float64Array;
  accumulatingShare: number;
  knownShare: number;
}

/** The residue is taken before this many texts, evenly from the second half. */
const LOOKS = 32;

/**
 * Draws encounters with facts and superposes their traces: which facts accumulate, and which are known in the
 * end (the long-tail argument of arXiv 2406.11813, section 4.4, as a computation).
 * @throws LetheError where an option is out of range
 */
export function simulateEncounters(trace: EncounterTrace, simulation: EncounterSimulation): EncounterOutcome {
  checkSimulation(simulation);
  const { facts, steps, process, knownAt, seed, share = 0, repeats = 1 } = simulation;
  const { duplicates, deduplication = 'none' } = simulation;
  const copies = deduplication === 'none' ? (duplicates?.copies ?? 1) : 1;
  const spacing = duplicates?.spacing ?? 1;
  const sizes = Array.from({ length: copies }, (_, copy) => (copy === 0 ? 1 : (duplicates?.copyGain ?? 1)));
  const often = deduplication === 'refill' ? (duplicates?.copies ?? 1) : 1;
  const interval = meanIntervals(process, facts).map((value) => value / often);
  const left = leftAtLag(trace, steps);
  const zeros = () => new Float64Array(facts);
  const encounters = zeros();
  const level = zeros();
  const residue = zeros();
  const accumulates = zeros();
  const known = zeros();
  for (let fact = 0; fact < facts; fact++) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const random = createRandom(seed, 'encounters', repeat * facts + fact);
      const arrivals = drawArrivals(process.type, interval[fact]!, steps, random);
      const levelAt = (update: number, texts: number): number => {
        let sum = 0;
        for (let i = 0; i < texts; i++) {
          for (let copy = 0; copy < copies; copy++) {
            const lag = update - arrivals[i]! - copy * spacing;
            if (lag > 0) sum += sizes[copy]! * left[lag]!;
          }
        }
        return sum;
      };
      for (let copy = 0; copy < copies; copy++) {
        for (const step of arrivals) if (step + copy * spacing < steps) encounters[fact]! += 1 / repeats;
      }
      const end = levelAt(steps, arrivals.length);
      const before = meanResidue(arrivals, levelAt);
      level[fact]! += end / repeats;
      residue[fact]! += before / repeats;
      if (before > share * trace.gain) accumulates[fact]! += 1 / repeats;
      if (end >= knownAt) known[fact]! += 1 / repeats;
    }
  }
  return {
    interval,
    encounters,
    level,
    expectedLevel: expectedLevels(left, interval, sizes, spacing),
    residue,
    accumulates,
    known,
    accumulatingShare: mean(accumulates),
    knownShare: mean(known),
  };
}

/** Float64Array [steps + 1]: what is left of a gain at every lag. */
function leftAtLag({ decay, parameters, gain }: EncounterTrace, steps: number): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, lag) =>
    lag === 0 ? 0 : gain * decay.value(parameters, lag),
  );
}

/** Texts of the same step as the one that is looked at have not been learned from yet. */
function meanResidue(arrivals: number[], levelAt: (update: number, texts: number) => number): number {
  const from = Math.max(1, Math.floor(arrivals.length / 2));
  const looks = Math.min(LOOKS, arrivals.length - from);
  if (looks <= 0) return 0;
  let sum = 0;
  for (let look = 0; look < looks; look++) {
    const text = from + Math.floor((look * (arrivals.length - from)) / looks);
    sum += levelAt(arrivals[text]!, text);
  }
  return sum / looks;
}

/** Every step is as likely as any other to hold a text, so levels add up over lags (Campbell's theorem). */
function expectedLevels(left: Float64Array, interval: Float64Array, sizes: number[], spacing: number) {
  const upTo = new Float64Array(left.length);
  for (let lag = 1; lag < left.length; lag++) upTo[lag] = upTo[lag - 1]! + left[lag]!;
  const steps = left.length - 1;
  const perText = sizes.reduce(
    (sum, size, copy) => sum + size * upTo[Math.max(0, steps - copy * spacing)]!,
    0,
  );
  return interval.map((value) => perText / value);
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
