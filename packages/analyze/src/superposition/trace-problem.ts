import { LetheError } from '@lethe/contracts';
import type { ProbeSeries } from '../measurements/probe-series.js';

/** A probe whose measurements are fitted. */
export interface TracedProbe {
  /** Names its fact: probes of one fact stay together when facts are resampled. */
  fact: string;
  /** Training steps whose batch holds the fact. */
  encounters: ArrayLike<number>;
  /**
   * Probes with the same name here share one gain, such as all of a condition and depth; a probe has its own
   * unless given. Own gains bias the decay where noise is both as large as gains and correlated along a trace,
   * because they fit some of it.
   */
  gainGroup?: string;
}

/** Probes that share encounters and weights, and therefore the shape of their curve. */
export interface TraceGroup extends EncounterPairs {
  probes: number[];
  /** Float64Array [columns]; 0 where not measured or left out. */
  weights: Float64Array;
}

/** Every pair of a measurement and an earlier encounter. */
export interface EncounterPairs {
  /** Int32Array [pairs]: column of the measurement. */
  column: Int32Array;
  /** Int32Array [pairs]: index of the lag in `lags`. */
  lag: Int32Array;
}

/** Measurements laid out for repeated evaluation with different decay parameters. */
export interface TraceProblem {
  probes: number;
  columns: number;
  /** Every lag that occurs, ascending. */
  lags: Int32Array;
  groups: TraceGroup[];
  /** Float64Array [probes * columns]: measurement minus its probe's `offset`; 0 where it has no weight. */
  values: Float64Array;
  /** Float64Array [probes]: weighted mean of a probe's measurements. */
  offsets: Float64Array;
  /** Float64Array [probes]: weighted sum of squares about it. */
  squares: Float64Array;
  /** Int32Array [probes]: which fact; -1 for a probe that is not fitted. */
  factOf: Int32Array;
  facts: number;
  /** Int32Array [probes]: which gain; -1 for a probe that is not fitted. */
  gainOf: Int32Array;
  gains: number;
  /** Measurements that count. */
  points: number;
}

/** Baseline, gain and one value more: with fewer, any decay fits. */
const FEWEST_MEASUREMENTS = 3;

/**
 * @param weights Float64Array [probes * measurements], 1 / variance up to a factor; all 1 unless given
 * @param firstLag measurements sooner than this after an encounter are left out
 * @throws LetheError where the sizes do not agree
 */
export function traceProblem(
  { updates, values }: ProbeSeries,
  probes: readonly TracedProbe[],
  firstLag: number,
  weights?: Float64Array,
): TraceProblem {
  const columns = updates.length;
  for (const [what, found] of [
    ['measurements', values.length],
    ['weights', weights?.length ?? values.length],
  ] as const) {
    if (found === probes.length * columns) continue;
    throw new LetheError({
      what: `there are not as many ${what} as probes times updates`,
      expected: `${probes.length} x ${columns}`,
      found: String(found),
    });
  }
  const { schedules, lags } = pairEncounters(updates, probes);
  const problem: TraceProblem = {
    probes: probes.length,
    columns,
    lags,
    groups: [],
    values: new Float64Array(values.length),
    offsets: new Float64Array(probes.length),
    squares: new Float64Array(probes.length),
    factOf: new Int32Array(probes.length).fill(-1),
    facts: 0,
    gainOf: new Int32Array(probes.length).fill(-1),
    gains: 0,
    points: 0,
  };
  const factNumbers = new Map<string, number>();
  const gainNumbers = new Map<string | number, number>();
  for (const { members, column, lag, newest } of schedules) {
    const groups: TraceGroup[] = [];
    for (const probe of members) {
      const own = newest.map((since, c) => {
        const weight = weights ? weights[probe * columns + c]! : 1;
        const counts = weight > 0 && since >= firstLag && Number.isFinite(values[probe * columns + c]!);
        return counts ? weight : 0;
      });
      const points = own.filter((weight) => weight > 0).length;
      if (points < FEWEST_MEASUREMENTS) continue;
      if (!own.some((weight, c) => weight > 0 && Number.isFinite(newest[c]!))) continue;
      centre(problem, values, probe, own);
      problem.points += points;
      const { fact, gainGroup } = probes[probe]!;
      problem.factOf[probe] = numberOf(factNumbers, fact);
      problem.gainOf[probe] = numberOf(gainNumbers, gainGroup ?? probe);
      const group = groups.find((other) => other.weights.every((weight, c) => weight === own[c]));
      if (group) group.probes.push(probe);
      else groups.push({ probes: [probe], column, lag, weights: own });
    }
    problem.groups.push(...groups);
  }
  problem.facts = factNumbers.size;
  problem.gains = gainNumbers.size;
  return problem;
}

/** Subtracting the mean first keeps sums of products exact. */
function centre(problem: TraceProblem, values: Float64Array, probe: number, weights: Float64Array): void {
  const at = probe * weights.length;
  let total = 0;
  let sum = 0;
  weights.forEach((weight, c) => {
    total += weight;
    if (weight > 0) sum += weight * values[at + c]!;
  });
  const mean = sum / total;
  problem.offsets[probe] = mean;
  weights.forEach((weight, c) => {
    if (weight === 0) return;
    problem.values[at + c] = values[at + c]! - mean;
    problem.squares[probe]! += weight * (values[at + c]! - mean) ** 2;
  });
}

function numberOf<Key>(numbers: Map<Key, number>, key: Key): number {
  if (!numbers.has(key)) numbers.set(key, numbers.size);
  return numbers.get(key)!;
}

/** Probes with equal encounters, the pairs that these form, and the lag of the newest at every measurement. */
interface Schedule extends EncounterPairs {
  members: number[];
  /** Float64Array [columns]; infinite before the first encounter, where nothing has to settle. */
  newest: Float64Array;
}

function pairEncounters(
  updates: Int32Array,
  probes: readonly TracedProbe[],
): { schedules: Schedule[]; lags: Int32Array } {
  const byEncounters = new Map<string, number[]>();
  probes.forEach(({ encounters }, probe) => {
    const key = Array.from(encounters).join();
    const found = byEncounters.get(key);
    if (found) found.push(probe);
    else byEncounters.set(key, [probe]);
  });
  const lagNumbers = new Map<number, number>();
  const schedules = Array.from(byEncounters.values(), (members): Schedule => {
    const column: number[] = [];
    const lag: number[] = [];
    const newest = new Float64Array(updates.length).fill(Number.POSITIVE_INFINITY);
    for (const encounter of Array.from(probes[members[0]!]!.encounters)) {
      updates.forEach((update, c) => {
        if (encounter >= update) return;
        column.push(c);
        lag.push(update - encounter);
        newest[c] = Math.min(newest[c]!, update - encounter);
      });
    }
    for (const value of lag) lagNumbers.set(value, 0);
    return { members, column: Int32Array.from(column), lag: Int32Array.from(lag), newest };
  });
  const lags = Int32Array.from(lagNumbers.keys()).sort();
  lags.forEach((value, i) => {
    lagNumbers.set(value, i);
  });
  for (const schedule of schedules) schedule.lag = schedule.lag.map((value) => lagNumbers.get(value)!);
  return { schedules, lags };
}
