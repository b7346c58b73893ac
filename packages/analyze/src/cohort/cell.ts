import { interpolateAll } from '../measurements/measurement-at.js';
import { CONTROL } from '../measurements/measurements.js';
import { probeRow } from '../measurements/probe-series.js';
import { type EncounterWindow, windowKey } from '../metrics/encounter-window.js';
import type { RunMetrics } from '../metrics/run-metrics.js';
import type { TimeBin } from '../metrics/time-bins.js';
import { addValue, type ClusterTable, createClusterTable } from '../statistics/cluster-table.js';
import { addGains, addRetention, retentionCurves } from './add-retention.js';
import { alignedGain, firstSteps } from './align.js';
import { type ControlUpdates, noUpdates } from './control-updates.js';
import type { FilteredValues } from './refilter.js';

/** Statistics of one condition and depth by cluster, ready to be resampled. */
export interface Cell {
  condition: string;
  depth: string;
  /** Number of probes over all runs. */
  probes: number;
  /** Encounters that every fact has, from the first; for controls the number of windows. */
  encounters: number;
  /** Updates since the last local acquisition maximum at which retention is looked at; empty for controls. */
  bins: readonly TimeBin[];
  /** The same for gains. */
  gainBins: readonly TimeBin[];
  /** By bin of gains: when controls tell what had become of its probes without encounters. */
  controlUpdates: ControlUpdates[];
  /** By run: what `tables.retention` is made of, outliers included. */
  retentionValues: FilteredValues[];
  /** Float64Array [encounters * windows]: share of each window in an encounter's effects. */
  windowShares: Float64Array;
  tables: {
    /** One column: effectivity over all encounters, without outliers. */
    effectivity: ClusterTable;
    /** Per encounter (controls: per window): effectivity without outliers. */
    effectivityAt: ClusterTable;
    /** Per encounter: mean over the window minus before. */
    windowGainAt: ClusterTable;
    /** Per number of updates at which any run was measured: log-probability, between measurements on the line that joins them. */
    curve: ClusterTable;
    /** Per offset from the first encounter: log-probability minus that before it. */
    aligned: ClusterTable;
    /** Per bin: share of the gain that is left, without outliers. */
    retention: ClusterTable;
    /** Per bin of gains: log-probability minus that before the first encounter. */
    gainAfter: ClusterTable;
    /** Per bin of gains: the same at the local acquisition maximum, of the probes in the bin. */
    gainAtLam: ClusterTable;
  };
}

export interface CellInput {
  runs: readonly RunMetrics[];
  condition: string;
  depth: string;
  updates: Int32Array;
  windows: readonly EncounterWindow[];
  clusters: number;
  clusterOf: (run: number, fact: number) => number;
  bins: readonly TimeBin[];
  gainBins: readonly TimeBin[];
  offsets: Int32Array;
  iqrFactor: number | null;
}

/** Fills the tables of one condition and depth; nothing where no run has such probes. */
export function buildCell(input: CellInput): Cell | undefined {
  const { runs, condition, depth, updates, windows, clusters, clusterOf, bins, gainBins, offsets } = input;
  const isControl = condition === CONTROL;
  const encounters = isControl ? windows.length : commonEncounters(runs, condition);
  const table = (columns: number) => createClusterTable(clusters, columns);
  const tables: Cell['tables'] = {
    effectivity: table(1),
    effectivityAt: table(encounters),
    windowGainAt: table(encounters),
    curve: table(updates.length),
    aligned: table(offsets.length),
    retention: table(bins.length),
    gainAfter: table(gainBins.length),
    gainAtLam: table(gainBins.length),
  };
  const windowShares = new Float64Array(encounters * windows.length);
  const windowNumber = new Map(windows.map((item, i) => [windowKey(item), i]));
  const controlUpdates = Array.from(gainBins, noUpdates);
  const retentionValues: FilteredValues[] = [];
  let probes = 0;
  runs.forEach((run, r) => {
    const { facts, probes: runProbes, series } = run.measurements;
    const members = runProbes.flatMap((probe, p) =>
      probe.depth === depth && facts[probe.fact]!.condition === condition ? [p] : [],
    );
    probes += members.length;
    const cluster = (p: number): number => clusterOf(r, runProbes[p]!.fact);
    const windowOf = run.effects.windows.map((item) => windowNumber.get(windowKey(item))!);
    for (const p of members) {
      for (const [i, effect] of run.effects.effects.ofProbe(p)) {
        const window = windowOf[effect.window]!;
        const column = isControl ? window : effect.encounter;
        addValue(tables.effectivity, cluster(p), 0, run.kept[i]!);
        if (column >= encounters) continue;
        addValue(tables.effectivityAt, cluster(p), column, run.kept[i]!);
        addValue(tables.windowGainAt, cluster(p), column, effect.windowGain);
        windowShares[column * windows.length + window]!++;
      }
    }
    const starts = firstSteps(run);
    for (const p of members) {
      const row = probeRow(series, p);
      interpolateAll(series.updates, row, updates).forEach((value, column) => {
        addValue(tables.curve, cluster(p), column, value);
      });
      const first = isControl ? starts : new Map([[facts[runProbes[p]!.fact]!.encounters[0]!, 1]]);
      alignedGain(series.updates, row, first, offsets).forEach((gain, offset) => {
        addValue(tables.aligned, cluster(p), offset, gain);
      });
    }
    if (bins.length === 0) return;
    const curves = retentionCurves(run, members);
    retentionValues.push(addRetention(tables.retention, curves, cluster, bins, input.iqrFactor));
    addGains({ tables, controlUpdates }, curves, cluster, gainBins);
  });
  if (probes === 0) return undefined;
  normalise(windowShares, windows.length);
  return {
    ...{ condition, depth, probes, encounters, bins, gainBins, controlUpdates, retentionValues },
    ...{ windowShares, tables },
  };
}

function commonEncounters(runs: readonly RunMetrics[], condition: string): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (const { measurements } of runs) {
    for (const fact of measurements.facts) {
      if (fact.condition === condition) fewest = Math.min(fewest, fact.encounters.length);
    }
  }
  return Number.isFinite(fewest) ? fewest : 0;
}

function normalise(rows: Float64Array, length: number): void {
  for (let start = 0; start < rows.length; start += length) {
    const row = rows.subarray(start, start + length);
    const sum = row.reduce((total, value) => total + value, 0);
    if (sum > 0) for (let i = 0; i < length; i++) row[i]! /= sum;
  }
}
