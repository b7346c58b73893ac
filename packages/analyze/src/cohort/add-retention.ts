import { probeRow } from '../measurements/probe-series.js';
import { type Gain, retentionCurve } from '../metrics/retention-curve.js';
import type { RunMetrics } from '../metrics/run-metrics.js';
import { binBounds, type TimeBin } from '../metrics/time-bins.js';
import { addValue, type ClusterTable } from '../statistics/cluster-table.js';
import { withoutOutliers } from '../statistics/interquartile-filter.js';
import { addUpdates, type ControlUpdates } from './control-updates.js';
import type { FilteredValues } from './refilter.js';

/** Share of the probes that must be measured in a bin for it to count. */
const FEWEST_PRESENT = 0.5;

/** What is left of a probe's gain from the first to the last encounter, at its own measurements from t = 0 on. */
export interface ProbeCurve {
  probe: number;
  gain: Gain;
  t: Int32Array;
  retention: Float64Array;
}

/**
 * The retention of some probes; without those that were not measured at the first and the last encounter.
 * @param members numbers of the probes
 */
export function retentionCurves(run: RunMetrics, members: readonly number[]): ProbeCurve[] {
  const { series } = run.measurements;
  return [...overallGains(run, members)].map(([probe, gain]) => ({
    probe,
    gain,
    ...retentionCurve(series.updates, probeRow(series, probe), gain),
  }));
}

function overallGains(
  { effects, measurements: { facts, probes } }: RunMetrics,
  members: readonly number[],
): Map<number, Gain> {
  const found = new Map<number, Gain>();
  for (const probe of members) {
    const last = facts[probes[probe]!.fact]!.encounters.length - 1;
    let start: { before: number; beforeUpdate: number } | undefined;
    for (const [, effect] of effects.effects.ofProbe(probe)) {
      if (effect.encounter === 0) start = effect;
      if (effect.encounter !== last || start === undefined) continue;
      const { before, beforeUpdate } = start;
      found.set(probe, { before, beforeUpdate, lam: effect.lam, lamUpdate: effect.lamUpdate });
    }
  }
  return found;
}

/**
 * Adds the retention of the probes of one condition and depth of a run: each probe's mean over its own
 * measurements in a bin. Outliers are sought among all probes in every bin by itself, as arXiv 2406.11813
 * does at every t. A bin that holds fewer than half of the probes is left empty: it would speak of others.
 * @returns all values that were looked at, outliers included
 */
export function addRetention(
  table: ClusterTable,
  curves: readonly ProbeCurve[],
  cluster: (probe: number) => number,
  bins: readonly TimeBin[],
  iqrFactor: number | null,
): FilteredValues {
  const entries = binnedCurves(curves, bins);
  const values = new Float64Array(entries.length * bins.length).fill(Number.NaN);
  const row = new Map(entries.map(({ probe }, i) => [probe, i]));
  bins.forEach((_, c) => {
    const present = presentIn(entries, c);
    const kept = withoutOutliers(
      Float64Array.from(present, ({ binned }) => binned[c]!),
      iqrFactor,
    );
    present.forEach(({ probe, binned }, i) => {
      addValue(table, cluster(probe), c, kept[i]!);
      values[row.get(probe)! * bins.length + c] = binned[c]!;
    });
  });
  return { clusters: Int32Array.from(entries, ({ probe }) => cluster(probe)), values, factor: iqrFactor };
}

/** Adds what the same probes have gained at the times of every bin, and when controls tell what is due to training. */
export function addGains(
  { tables, controlUpdates }: GainsByBin,
  curves: readonly ProbeCurve[],
  cluster: (probe: number) => number,
  bins: readonly TimeBin[],
): void {
  const entries = binnedCurves(curves, bins);
  bins.forEach((_, c) => {
    for (const { probe, gain, binned, bounds, t } of presentIn(entries, c)) {
      const total = gain.lam - gain.before;
      addValue(tables.gainAfter, cluster(probe), c, binned[c]! * total);
      addValue(tables.gainAtLam, cluster(probe), c, total);
      addUpdates(controlUpdates[c]!, gain, t.subarray(bounds[c]!, bounds[c + 1]!));
    }
  });
}

/** Where the gains of a cell are gathered, by bin. */
interface GainsByBin {
  tables: { gainAfter: ClusterTable; gainAtLam: ClusterTable };
  controlUpdates: readonly ControlUpdates[];
}

/** The retention of a probe, and its mean in every bin. */
interface BinnedCurve extends ProbeCurve {
  bounds: Int32Array;
  binned: Float64Array;
}

function binnedCurves(curves: readonly ProbeCurve[], bins: readonly TimeBin[]): BinnedCurve[] {
  return curves.map((curve) => {
    const bounds = binBounds(curve.t, bins);
    return { ...curve, bounds, binned: averageInBins(curve.retention, bounds) };
  });
}

/** Those that were measured in a bin; none where they are too few. */
function presentIn(entries: readonly BinnedCurve[], bin: number): BinnedCurve[] {
  const present = entries.filter(({ binned }) => !Number.isNaN(binned[bin]!));
  return present.length < FEWEST_PRESENT * entries.length ? [] : present;
}

/** Mean of the values in every bin; NaN for an empty one. */
function averageInBins(values: Float64Array, bounds: Int32Array): Float64Array {
  const means = new Float64Array(bounds.length - 1);
  for (let bin = 0; bin < means.length; bin++) {
    let sum = 0;
    for (let i = bounds[bin]!; i < bounds[bin + 1]!; i++) sum += values[i]!;
    means[bin] = sum / (bounds[bin + 1]! - bounds[bin]!);
  }
  return means;
}
