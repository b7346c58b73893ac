import { interpolateAll, lastAtOrBefore } from '../measurements/measurement-at.js';
import { CONTROL } from '../measurements/measurements.js';
import { probeRow } from '../measurements/probe-series.js';
import type { RunMetrics } from '../metrics/run-metrics.js';
import { type BootstrappedMeans, bootstrapMeans } from '../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../statistics/cluster-table.js';
import { columnEstimate, type Estimate } from '../statistics/estimate.js';
import type { BootstrapStatistics } from './bootstrap-statistics.js';

/** What the injections of other facts do to controls: controls in a run minus the same facts in its twin. */
export interface SpillOver {
  depth: string;
  /** Mean over the measurements in the windows of injected facts, nats per token. */
  windows: Estimate;
  /** Mean over the measurements after the last window. */
  after: Estimate;
  /** By `cohort.updates`; between measurements of a run on the line that joins them. */
  curve: BootstrappedMeans;
}

/**
 * Compares controls with the same facts in the twin. Where they part, controls have learned from the texts of others, such
 * as their form and words; what is net of controls lacks that.
 * @returns by depth; nothing without a twin, or without controls
 */
export function spillOver({ cohort, resampling }: BootstrapStatistics): SpillOver[] {
  const clusters = cohort.clusters.get(CONTROL)?.seedOf.length ?? 0;
  if (clusters === 0 || !cohort.runs.every(({ beyondTwin }) => beyondTwin)) return [];
  const { weights, leftOut } = resampling(CONTROL);
  return cohort.depths.flatMap((depth) => {
    const periods = createClusterTable(clusters, 2);
    const curve = createClusterTable(clusters, cohort.updates.length);
    cohort.runs.forEach((run, r) => {
      const { facts, probes } = run.measurements;
      const { updates } = run.beyondTwin!;
      const periodOf = periodsOf(run);
      probes.forEach(({ fact, depth: own }, probe) => {
        if (own !== depth || facts[fact]!.condition !== CONTROL) return;
        const cluster = cohort.clusterOf(r, fact);
        const changed = changes(run, probe);
        interpolateAll(updates, changed, cohort.updates).forEach((value, column) => {
          addValue(curve, cluster, column, value);
        });
        changed.forEach((value, i) => {
          const period = periodOf[i]!;
          if (period >= 0) addValue(periods, cluster, period, value);
        });
      });
    });
    const means = bootstrapMeans(periods, weights, leftOut);
    const [windows, after] = [columnEstimate(means, 0), columnEstimate(means, 1)];
    return Number.isFinite(windows.point)
      ? [{ depth, windows, after, curve: bootstrapMeans(curve, weights, leftOut) }]
      : [];
  });
}

/** What a probe does beyond the twin, less that at its last measurement before the first encounter of any fact. */
function changes({ beyondTwin, effects }: RunMetrics, probe: number): Float64Array {
  const row = probeRow(beyondTwin!, probe);
  const { updates } = beyondTwin!;
  let before = lastAtOrBefore(updates, effects.windows[0]!.step);
  while (before >= 0 && Number.isNaN(row[before]!)) before--;
  return row.map((value) => value - (before < 0 ? 0 : row[before]!));
}

/** For every measurement 0 in a window of an encounter, 1 after all of them, -1 elsewhere. */
function periodsOf({ beyondTwin, effects: { windows } }: RunMetrics): Int8Array {
  const last = Math.max(...windows.map(({ end }) => end));
  return Int8Array.from(beyondTwin!.updates, (u) => {
    if (u > last) return 1;
    return windows.some(({ step, end }) => u > step && u <= end) ? 0 : -1;
  });
}
