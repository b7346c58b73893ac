import { CONTROL } from '../measurements/measurements.js';
import { bootstrapMeans } from '../statistics/bootstrap-means.js';
import { completeColumns, selectColumns, sumColumns } from '../statistics/cluster-table.js';
import { columnEstimate, combine, difference, type Estimate } from '../statistics/estimate.js';
import type { BootstrapStatistics } from './bootstrap-statistics.js';
import type { Cell } from './cell.js';
import { findCell } from './cohort.js';
import { onMeasurements } from './control-updates.js';
import { lastSharedBin } from './last-shared-bin.js';

/** Whether forgetting is measured against a model that stands still. */
export interface DesignCheck {
  /** Change of controls from the last local acquisition maximum to the last times measured, nats per token. */
  drift: Estimate;
  /** Gain of all encounters over controls at that maximum, nats per token. */
  gain: Estimate;
  /** The first by the second. */
  share: Estimate;
  /** Range of the last times, updates since the maximum. */
  times: { from: number; to: number };
}

/**
 * Compares what controls do after the last encounter with what the encounters gave. Whatever controls do happens to
 * injected facts too, and the published definition of retention counts it: where controls fall, facts seem to be
 * forgotten that are not.
 * @returns undefined without controls, or where nothing was measured after the last maximum
 */
export function designCheck(statistics: BootstrapStatistics, cell: Cell): DesignCheck | undefined {
  const { cohort } = statistics;
  const control = findCell(cohort, CONTROL, cell.depth);
  const bin = lastSharedBin([cell]);
  if (!control || bin < 1) return undefined;
  const complete = completeColumns(control.tables.curve);
  if (complete.length === 0) return undefined;
  const curve = selectColumns(control.tables.curve, complete);
  const measured = Int32Array.from(complete, (column) => cohort.updates[column]!);
  const { weights, leftOut } = statistics.resampling(CONTROL);
  const controls = (when: 'after' | 'atLam'): Estimate => {
    const { probes, ...updates } = cell.controlUpdates[bin]!;
    const sums = sumColumns(curve, [onMeasurements(updates[when], measured, probes)]);
    return columnEstimate(bootstrapMeans(sums, weights, leftOut), 0);
  };
  const atLam = controls('atLam');
  const drift = difference(controls('after'), atLam);
  const gain = difference(columnEstimate(statistics.meansAt(cell, 'gainAtLam', [bin]), 0), atLam);
  const { from, to } = cell.gainBins[bin]!;
  return { drift, gain, share: combine((moved, gained) => moved / gained, drift, gain), times: { from, to } };
}
