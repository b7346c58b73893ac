import { addValue } from '../bootstrap/cluster-table.js';
import { withoutOutliers } from '../metrics/interquartile-filter.js';
import { type Gain, retentionCurve } from '../metrics/retention-curve.js';
import type { RunMetrics } from '../metrics/run-metrics.js';
import { binBounds, type TimeBin } from '../metrics/time-bins.js';
import { probeRow } from '../series/probe-series.js';
import type { Cell } from './cell.js';
import { addUpdates, type ControlUpdates } from './control-updates.js';

/** Share of the probes that must be measured in a bin for it to count. */
const FEWEST_PRESENT = 0.5;

/**
 * Gains from the first to the last encounter of some probes; without those that were not measured there.
 * @param members numbers of the probes
 */
export function overallGains(
  { effects, measurements: { facts, probes } }: RunMetrics,
  members: readonly number[],
): Map<number, Gain> {
  const wanted = new Set(members);
  const found = new Map<number, Gain>();
  const starts = new Map<number, { before: number; beforeUpdate: number }>();
  for (const effect of effects.effects) {
    if (!wanted.has(effect.probe)) continue;
    if (effect.encounter === 0) starts.set(effect.probe, effect);
    const start = starts.get(effect.probe);
    const last = facts[probes[effect.probe]!.fact]!.encounters.length - 1;
    if (effect.encounter !== last || start === undefined) continue;
    const { before, beforeUpdate } = start;
    found.set(effect.probe, { before, beforeUpdate, lam: effect.lam, lamUpdate: effect.lamUpdate });
  }
  return found;
}

/**
 * Adds the retention of the probes of one condition and depth of a run: each probe's mean over its own
 * measurements in a bin. Outliers are sought among all probes in every bin by itself, as arXiv 2406.11813
 * does at every t. A bin that holds fewer than half of the probes is left empty: it would speak of others.
 */
export function addRetention(
  cell: { tables: Cell['tables']; controlUpdates: ControlUpdates[] },
  run: RunMetrics,
  gains: ReadonlyMap<number, Gain>,
  cluster: (probe: number) => number,
  bins: readonly TimeBin[],
  iqrFactor: number | null,
): void {
  const { tables, controlUpdates } = cell;
  const { series } = run.measurements;
  const entries = [...gains].map(([probe, gain]) => {
    const curve = retentionCurve(series.updates, probeRow(series, probe), gain);
    const bounds = binBounds(curve.t, bins);
    return { probe, gain, ...curve, bounds, binned: averageInBins(curve.retention, bounds) };
  });
  bins.forEach((_, c) => {
    const present = entries.filter(({ binned }) => !Number.isNaN(binned[c]!));
    if (present.length === 0 || present.length < FEWEST_PRESENT * entries.length) return;
    const kept = withoutOutliers(
      Float64Array.from(present, ({ binned }) => binned[c]!),
      iqrFactor,
    );
    present.forEach(({ probe, gain, binned, bounds, t }, i) => {
      const total = gain.lam - gain.before;
      addValue(tables.retention, cluster(probe), c, kept[i]!);
      addValue(tables.gainAfter, cluster(probe), c, binned[c]! * total);
      addValue(tables.gainAtLam, cluster(probe), c, total);
      addUpdates(controlUpdates[c]!, gain, t.subarray(bounds[c]!, bounds[c + 1]!));
    });
  });
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
