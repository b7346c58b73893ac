import type { Random } from '@lethe/contracts';

/** When texts that tell a fact come, copies aside. */
export type EncounterProcess =
  /** Every fact at the same interval, in steps, from a random step of the first interval on. */
  | { type: 'fixed'; interval: number }
  /** Every fact at random steps, `interval` steps apart on average. */
  | { type: 'poisson'; interval: number }
  /** At random, the fact of rank r at a rate of r^-exponent; `perStep` is the rate of all facts together. */
  | { type: 'zipf'; exponent: number; perStep: number };

/** Copies of a text that come with it. */
export interface Duplicates {
  /** Encounters with each text, the first included. */
  copies: number;
  /** Steps from one copy to the next. */
  spacing: number;
  /** Gain of a further copy as a share of the first one's; 1 unless given. */
  copyGain?: number;
}

/** Float64Array [facts]: mean steps between texts of each fact, the most popular first. */
export function meanIntervals(process: EncounterProcess, facts: number): Float64Array {
  if (process.type !== 'zipf') return new Float64Array(facts).fill(process.interval);
  const weights = Float64Array.from({ length: facts }, (_, i) => (i + 1) ** -process.exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => total / (weight * process.perStep));
}

/** Steps before `steps` at which the texts of one fact come, ascending; a step may hold several. */
export function drawArrivals(
  type: EncounterProcess['type'],
  interval: number,
  steps: number,
  random: Random,
): number[] {
  const arrivals: number[] = [];
  // 1 - u lies in (0, 1], so that the logarithm is finite.
  const gap = type === 'fixed' ? () => interval : () => -Math.log(1 - random.uniform()) * interval;
  for (let at = type === 'fixed' ? random.uniform() * interval : gap(); at < steps; at += gap()) {
    arrivals.push(Math.floor(at));
  }
  return arrivals;
}
