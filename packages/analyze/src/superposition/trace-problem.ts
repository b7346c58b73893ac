import { LetheError } from '@lethe/contracts';
import type { ProbeSeries } from '../series/probe-series.js';

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

/** Probes that share their encounters, and therefore the shape of their curve. */
export interface TraceGroup {
  probes: number[];
  /** Int32Array [pairs]: column of the measurement of every pair (measurement, earlier encounter). */
  column: Int32Array;
  /** Int32Array [pairs]: index of its lag in `lags`. */
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
  /** Float64Array [probes * columns]; 0 where not measured, left out, or of a probe that is not fitted. */
  weights: Float64Array;
  /** Float64Array [probes]: mean of a probe's measurements. */
  offsets: Float64Array;
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
  const { groups, lags, newest } = groupByEncounters(updates, probes);
  const problem: TraceProblem = {
    probes: probes.length,
    columns,
    lags,
    groups: [],
    values: new Float64Array(values.length),
    weights: new Float64Array(values.length),
    offsets: new Float64Array(probes.length),
    factOf: new Int32Array(probes.length).fill(-1),
    facts: 0,
    gainOf: new Int32Array(probes.length).fill(-1),
    gains: 0,
    points: 0,
  };
  const factNumbers = new Map<string, number>();
  const gainNumbers = new Map<string | number, number>();
  groups.forEach((group, g) => {
    const fitted = group.probes.filter((probe) => {
      const at = probe * columns;
      const counts: number[] = [];
      for (let c = 0; c < columns; c++) {
        const weight = weights ? weights[at + c]! : 1;
        if (weight > 0 && Number.isFinite(values[at + c]!) && newest[g]![c]! >= firstLag) counts.push(c);
      }
      if (counts.length < FEWEST_MEASUREMENTS) return false;
      if (!counts.some((c) => Number.isFinite(newest[g]![c]!))) return false;
      const mean = counts.reduce((sum, c) => sum + values[at + c]!, 0) / counts.length;
      for (const c of counts) {
        problem.values[at + c] = values[at + c]! - mean;
        problem.weights[at + c] = weights ? weights[at + c]! : 1;
      }
      problem.offsets[probe] = mean;
      problem.points += counts.length;
      const { fact, gainGroup } = probes[probe]!;
      problem.factOf[probe] = numberOf(factNumbers, fact);
      problem.gainOf[probe] = numberOf(gainNumbers, gainGroup ?? probe);
      return true;
    });
    if (fitted.length > 0) problem.groups.push({ ...group, probes: fitted });
  });
  problem.facts = factNumbers.size;
  problem.gains = gainNumbers.size;
  return problem;
}

function numberOf<Key>(numbers: Map<Key, number>, key: Key): number {
  if (!numbers.has(key)) numbers.set(key, numbers.size);
  return numbers.get(key)!;
}

function groupByEncounters(updates: Int32Array, probes: readonly TracedProbe[]) {
  const members = new Map<string, number[]>();
  probes.forEach(({ encounters }, probe) => {
    const key = Array.from(encounters).join();
    const found = members.get(key);
    if (found) found.push(probe);
    else members.set(key, [probe]);
  });
  const lagNumbers = new Map<number, number>();
  const newest: Float64Array[] = [];
  const pairs = [...members.values()].map((group) => {
    const column: number[] = [];
    const lag: number[] = [];
    // Before the first encounter nothing has to settle.
    const sinceNewest = new Float64Array(updates.length).fill(Number.POSITIVE_INFINITY);
    for (const encounter of Array.from(probes[group[0]!]!.encounters)) {
      updates.forEach((update, c) => {
        if (encounter >= update) return;
        column.push(c);
        lag.push(update - encounter);
        sinceNewest[c] = Math.min(sinceNewest[c]!, update - encounter);
      });
    }
    for (const value of lag) lagNumbers.set(value, 0);
    newest.push(sinceNewest);
    return { probes: group, column: Int32Array.from(column), lag: Int32Array.from(lag) };
  });
  const lags = Int32Array.from(lagNumbers.keys()).sort();
  lags.forEach((value, i) => {
    lagNumbers.set(value, i);
  });
  const groups: TraceGroup[] = pairs.map((group) => ({
    ...group,
    lag: group.lag.map((value) => lagNumbers.get(value)!),
  }));
  return { groups, lags, newest };
}
