import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import type { Cell } from '../../cohort/cell.js';
import { interpolateAt } from '../../measurements/measurement-at.js';
import { CONTROL, type Measurements } from '../../measurements/measurements.js';
import { type ProbeSeries, probeRow } from '../../measurements/probe-series.js';
import type { TracedProbe } from '../../superposition/trace-problem.js';

/** Measurements are thinned to about as many: neighbours along a trace tell nearly the same. */
const MOST_COLUMNS = 500;

/** What the facts of one condition and depth did, one row per cluster of the cell. */
export interface FactTraces {
  series: ProbeSeries;
  probes: TracedProbe[];
  firstLag: number;
  /** Smallest and largest time from an encounter to a measurement that counts, steps. */
  lags: { from: number; to: number };
  /** Whether the mean of controls is subtracted. */
  net: boolean;
}

/**
 * Means over the probes of each fact, minus those of the controls of its run and depth. With one baseline and one
 * gain for all, the means tell as much as the probes.
 */
export function factTraces(statistics: BootstrapStatistics, cell: Cell, firstLag: number): FactTraces {
  const { cohort } = statistics;
  const layout = cohort.clusters.get(cell.condition)!;
  const clusters = layout.seedOf.length;
  const updates = thinned(
    Int32Array.from(
      new Set(cohort.runs.flatMap(({ measurements }) => [...measurements.series.updates])),
    ).sort(),
  );
  const values = new Float64Array(clusters * updates.length).fill(Number.NaN);
  const encounters = new Array<Int32Array>(clusters).fill(new Int32Array(0));
  let net = true;
  cohort.runs.forEach(({ measurements }, run) => {
    const { facts, probes, series } = measurements;
    const control = meanOfControls(measurements, cell.depth);
    net &&= control !== undefined;
    const members = new Map<number, number[]>();
    probes.forEach(({ fact, depth }, p) => {
      if (depth !== cell.depth || facts[fact]!.condition !== cell.condition) return;
      members.set(fact, [...(members.get(fact) ?? []), p]);
    });
    const columns = new Map(Array.from(series.updates, (update, column) => [update, column]));
    for (const [fact, own] of members) {
      const cluster = cohort.clusterOf(run, fact);
      encounters[cluster] = facts[fact]!.encounters;
      updates.forEach((update, u) => {
        const column = columns.get(update);
        if (column === undefined) return;
        let sum = 0;
        for (const p of own) sum += probeRow(series, p)[column]!;
        const level = control ? interpolateAt(series.updates, control, update) : 0;
        values[cluster * updates.length + u] = sum / own.length - level;
      });
    }
  });
  const interval = smallestInterval(encounters);
  const first = Math.max(1, Math.min(firstLag, Math.floor(interval / 2)));
  return {
    series: { updates, values },
    probes: encounters.map((steps, cluster) => ({
      fact: String(cluster),
      encounters: steps,
      gainGroup: 'all',
    })),
    firstLag: first,
    lags: { from: first, to: largestLag(updates, encounters) },
    net,
  };
}

function thinned(updates: Int32Array): Int32Array {
  const stride = Math.ceil(updates.length / MOST_COLUMNS);
  return updates.filter((_, i) => i % stride === 0 || i === updates.length - 1);
}

/** Float64Array [measurements]: mean over the controls that are measured there; undefined without controls. */
function meanOfControls({ facts, probes, series }: Measurements, depth: string): Float64Array | undefined {
  const rows = probes.flatMap((probe, p) =>
    probe.depth === depth && facts[probe.fact]!.condition === CONTROL ? [probeRow(series, p)] : [],
  );
  if (rows.length === 0) return undefined;
  // With some missing the mean would jump by what they differ in.
  return series.updates.length === 0
    ? new Float64Array()
    : Float64Array.from(series.updates, (_, u) => rows.reduce((sum, row) => sum + row[u]!, 0) / rows.length);
}

function smallestInterval(encounters: readonly Int32Array[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const steps of encounters) {
    for (let i = 1; i < steps.length; i++) least = Math.min(least, steps[i]! - steps[i - 1]!);
  }
  return least;
}

function largestLag(updates: Int32Array, encounters: readonly Int32Array[]): number {
  const last = updates[updates.length - 1] ?? 0;
  return Math.max(0, ...encounters.filter(({ length }) => length > 0).map((steps) => last - steps[0]!));
}
