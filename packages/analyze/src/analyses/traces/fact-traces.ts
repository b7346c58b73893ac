import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import type { Cell } from '../../cohort/cell.js';
import { interpolateAt } from '../../measurements/measurement-at.js';
import { CONTROL } from '../../measurements/measurements.js';
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
  /** The controls whose mean that is, at the updates of the series; none where it is not subtracted. */
  controls: ControlTrace[];
}

/** Mean over the probes of one control in one run. */
export interface ControlTrace {
  run: number;
  /** Its cluster among the controls. */
  cluster: number;
  probes: number;
  /** Float64Array [updates]. */
  curve: Float64Array;
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
  const controls = controlTraces(statistics, cell.depth, updates);
  const net = controls !== undefined;
  let isTold = false;
  cohort.runs.forEach(({ measurements }, run) => {
    const { facts, probes, series } = measurements;
    const level = controls && meanControl(controls, run, () => 1);
    const members = new Map<number, number[]>();
    probes.forEach(({ fact, depth }, p) => {
      if (depth !== cell.depth || facts[fact]!.condition !== cell.condition) return;
      members.set(fact, [...(members.get(fact) ?? []), p]);
    });
    const columns = new Map(Array.from(series.updates, (update, column) => [update, column]));
    for (const [fact, own] of members) {
      const cluster = cohort.clusterOf(run, fact);
      const { told, encounters: planned } = facts[fact]!;
      encounters[cluster] = told ?? planned;
      isTold ||= told !== undefined;
      updates.forEach((update, u) => {
        const column = columns.get(update);
        if (column === undefined) return;
        let sum = 0;
        for (const p of own) sum += probeRow(series, p)[column]!;
        values[cluster * updates.length + u] = sum / own.length - (level ? level[u]! : 0);
      });
    }
  });
  const interval = isTold ? medianInterval(encounters) : smallestInterval(encounters);
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
    controls: controls ?? [],
  };
}

function thinned(updates: Int32Array): Int32Array {
  const stride = Math.ceil(updates.length / MOST_COLUMNS);
  return updates.filter((_, i) => i % stride === 0 || i === updates.length - 1);
}

/** Controls of a depth, interpolated between measurements; undefined where a run has none. */
function controlTraces(
  { cohort }: BootstrapStatistics,
  depth: string,
  updates: Int32Array,
): ControlTrace[] | undefined {
  const traces: ControlTrace[] = [];
  for (const [run, { measurements }] of cohort.runs.entries()) {
    const { facts, probes, series } = measurements;
    const members = new Map<number, Float64Array[]>();
    probes.forEach((probe, p) => {
      if (probe.depth !== depth || facts[probe.fact]!.condition !== CONTROL) return;
      members.set(probe.fact, [...(members.get(probe.fact) ?? []), probeRow(series, p)]);
    });
    if (members.size === 0) return undefined;
    for (const [fact, rows] of members) {
      // With some probes missing a mean would jump by what they differ in.
      const mean = Float64Array.from(
        series.updates,
        (_, u) => rows.reduce((sum, row) => sum + row[u]!, 0) / rows.length,
      );
      const curve = Float64Array.from(updates, (update) => interpolateAt(series.updates, mean, update));
      traces.push({ run, cluster: cohort.clusterOf(run, fact), probes: rows.length, curve });
    }
  }
  return traces;
}

/** Float64Array [updates]: mean over the probes of the controls of a run, which may weigh as in a resample. */
export function meanControl(
  controls: readonly ControlTrace[],
  run: number,
  weightOf: (cluster: number) => number,
): Float64Array {
  const own = controls.filter((control) => control.run === run);
  const mean = new Float64Array(own[0]?.curve.length ?? 0);
  let total = 0;
  for (const { cluster, probes, curve } of own) {
    const weight = weightOf(cluster) * probes;
    if (weight === 0) continue;
    total += weight;
    for (let u = 0; u < mean.length; u++) mean[u]! += weight * curve[u]!;
  }
  return mean.map((sum) => sum / total);
}

function smallestInterval(encounters: readonly Int32Array[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const steps of encounters) {
    for (let i = 1; i < steps.length; i++) least = Math.min(least, steps[i]! - steps[i - 1]!);
  }
  return least;
}

/** Of encounters at random steps, the closest of which say nothing about the others. */
function medianInterval(encounters: readonly Int32Array[]): number {
  const gaps = encounters.flatMap((steps) => Array.from(steps.subarray(1), (step, i) => step - steps[i]!));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? Number.POSITIVE_INFINITY;
}

function largestLag(updates: Int32Array, encounters: readonly Int32Array[]): number {
  const last = updates[updates.length - 1] ?? 0;
  return Math.max(0, ...encounters.filter(({ length }) => length > 0).map((steps) => last - steps[0]!));
}
