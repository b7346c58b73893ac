import type { BootstrappedMeans } from '../bootstrap/bootstrap-means.js';
import { type ControlUpdates, onMeasurements } from './control-updates.js';

/** What the net retention of a cell is made of, all by time. */
export interface NetRetentionInput {
  /** Means of the log-probability minus that before the first encounter. */
  after: BootstrappedMeans;
  /** The same at the local acquisition maximum, of the probes that were measured at each time. */
  atLam: BootstrappedMeans;
  updates: readonly ControlUpdates[];
  /** Means of the controls' log-probability by measurement. */
  control: BootstrappedMeans;
  /** Int32Array [measurements] of the controls. */
  measured: Int32Array;
}

/**
 * Mean gain over controls at every time by the same probes' mean gain over controls at the local acquisition
 * maximum: the retention that is due to the encounters and not to what the model learns in general. It is a
 * ratio of means, so that probes with little gain do no harm.
 */
export function subtractControls(input: NetRetentionInput): BootstrappedMeans {
  const { after, atLam, control, measured } = input;
  const { columns } = after;
  const afterShares = input.updates.map((item) => onMeasurements(item.after, measured, item.probes));
  const lamShares = input.updates.map((item) => onMeasurements(item.atLam, measured, item.probes));
  const ratios = (own: Float64Array, start: Float64Array, controls: Float64Array, out: Float64Array) => {
    for (let c = 0; c < columns; c++) {
      const left = own[c]! - weightedSum(afterShares[c]!, controls);
      out[c] = left / (start[c]! - weightedSum(lamShares[c]!, controls));
    }
    return out;
  };
  const draws = new Float64Array(after.draws.length);
  for (let from = 0, b = 0; from < draws.length; from += columns, b++) {
    ratios(
      after.draws.subarray(from, from + columns),
      atLam.draws.subarray(from, from + columns),
      control.draws.subarray(b * control.columns, (b + 1) * control.columns),
      draws.subarray(from, from + columns),
    );
  }
  return {
    columns,
    point: ratios(after.point, atLam.point, control.point, new Float64Array(columns)),
    draws,
  };
}

function weightedSum(
  { columns, weights }: { columns: Int32Array; weights: Float64Array },
  values: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < columns.length; i++) sum += weights[i]! * values[columns[i]!]!;
  return sum;
}
