import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import type { Cell } from '../cohort/cell.js';
import { findCell } from '../cohort/cohort.js';
import { type ControlUpdates, onMeasurements } from '../cohort/control-updates.js';
import { CONTROL } from '../measurements/measurements.js';
import { completeColumns } from '../statistics/cluster-table.js';
import { columnEstimate, difference, type Estimate, weightedColumns } from '../statistics/estimate.js';

/**
 * Mean gain of a cell in a bin of gains and at the last local acquisition maximum of the same probes, minus what became of
 * controls over the same updates, where there are any: changes of the injected minus changes of controls.
 */
export function gainsAt(
  statistics: BootstrapStatistics,
  cell: Cell,
  bin: number,
): { after: Estimate; atLam: Estimate } {
  const gain = (table: 'gainAfter' | 'gainAtLam', when: 'after' | 'atLam'): Estimate => {
    const own = columnEstimate(statistics.meansAt(cell, table, [bin]), 0);
    const control = controlChange(statistics, cell, cell.controlUpdates[bin]!, when);
    return control ? difference(own, control) : own;
  };
  return { after: gain('gainAfter', 'after'), atLam: gain('gainAtLam', 'atLam') };
}

/** What becomes of controls while a cell's probes gain and forget. */
function controlChange(
  statistics: BootstrapStatistics,
  { depth }: Cell,
  updates: ControlUpdates,
  when: 'after' | 'atLam',
): Estimate | undefined {
  const { cohort } = statistics;
  const control = findCell(cohort, CONTROL, depth);
  const complete = control ? completeColumns(control.tables.curve) : [];
  if (!control || complete.length === 0) return undefined;
  const measured = Int32Array.from(complete, (column) => cohort.updates[column]!);
  const { columns, weights } = onMeasurements(updates[when], measured, updates.probes);
  const means = statistics.meansAt(
    control,
    'curve',
    Array.from(columns, (column) => complete[column]!),
  );
  return weightedColumns(means, [...columns.keys()], [...weights]);
}
