import { interpolateAll, interpolateAt } from '../measurements/measurement-at.js';
import { CONTROL, type Fact } from '../measurements/measurements.js';
import type { RunMetrics } from '../metrics/run-metrics.js';

/** Updates since a fact's first encounter, at which facts with encounters at different steps are compared. */
export interface Alignment {
  /** Int32Array [offsets], ascending; negative before the first encounter. */
  offsets: Int32Array;
  /** Offsets at which the fact with most encounters meets its text. */
  encounters: number[];
}

const MOST_OFFSETS = 300;

/** Offsets from half an interval before the first encounter to two intervals after the last. */
export function alignment(runs: readonly RunMetrics[], window: number): Alignment {
  let longest: Int32Array = new Int32Array(0);
  for (const { measurements } of runs) {
    for (const { encounters } of scheduled(measurements.facts))
      if (encounters.length > longest.length) longest = encounters;
  }
  if (longest.length === 0) return { offsets: new Int32Array(0), encounters: [] };
  const encounters = Array.from(longest, (step) => step - longest[0]!);
  const span = encounters.at(-1)!;
  const interval = encounters.length > 1 ? span / (encounters.length - 1) : window;
  const from = Math.ceil(-interval / 2);
  const to = Math.floor(span + 2 * interval);
  const stride = Math.max(1, Math.ceil((to - from) / MOST_OFFSETS));
  const offsets = new Set(encounters.flatMap((offset) => [offset, offset + 1]));
  for (let offset = from; offset <= to; offset += stride) offsets.add(offset);
  return { offsets: Int32Array.from(offsets).sort(), encounters };
}

/** Facts that are met as a plan says: all but those that the background tells, unless it tells all. */
function scheduled(facts: readonly Fact[]): readonly Fact[] {
  const planned = facts.filter(({ told, encounters }) => !told && encounters.length > 0);
  return planned.length > 0 ? planned : facts;
}

/** First encounters of the injected facts of a run, with their shares. */
export function firstSteps({ measurements }: RunMetrics): Map<number, number> {
  const firsts = scheduled(measurements.facts).flatMap(({ condition, encounters }) =>
    condition === CONTROL || encounters.length === 0 ? [] : [encounters[0]!],
  );
  const shares = new Map<number, number>();
  for (const step of firsts) shares.set(step, (shares.get(step) ?? 0) + 1 / firsts.length);
  return shares;
}

/**
 * Log-probability of a probe at every offset minus that at the first encounter, as a mean over first
 * encounters: a fact has one, controls stand in for those of all facts.
 * @param shares of the first encounters, by step
 * @returns Float64Array [offsets]; NaN where an offset lies outside what was measured
 */
export function alignedGain(
  updates: Int32Array,
  row: Float64Array,
  shares: ReadonlyMap<number, number>,
  offsets: Int32Array,
): Float64Array {
  const gain = new Float64Array(offsets.length);
  for (const [step, share] of shares) {
    const before = interpolateAt(updates, row, step);
    const values = interpolateAll(
      updates,
      row,
      offsets.map((offset) => step + offset),
    );
    values.forEach((value, i) => {
      gain[i]! += share * (value - before);
    });
  }
  return gain;
}
