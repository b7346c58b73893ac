import { lastAtOrBefore } from '../measurements/measurement-at.js';
import type { Gain } from '../metrics/retention-curve.js';
import type { ColumnSum } from '../statistics/cluster-table.js';

/**
 * When controls would have to be measured to tell what had become of some probes without any encounter:
 * weight by number of updates, positive for after and negative for before the first encounter.
 */
export interface ControlUpdates {
  /** At the times of a bin. */
  after: Map<number, number>;
  /** At the local acquisition maximum of the same probes. */
  atLam: Map<number, number>;
  /** Probes that were added. */
  probes: number;
}

export const noUpdates = (): ControlUpdates => ({ after: new Map(), atLam: new Map(), probes: 0 });

/** Adds one probe that was measured at some times of a bin; all its times together weigh 1. */
export function addUpdates(updates: ControlUpdates, gain: Gain, times: ArrayLike<number>): void {
  updates.probes++;
  for (let i = 0; i < times.length; i++) add(updates.after, gain.lamUpdate + times[i]!, 1 / times.length);
  add(updates.after, gain.beforeUpdate, -1);
  add(updates.atLam, gain.lamUpdate, 1);
  add(updates.atLam, gain.beforeUpdate, -1);
}

/**
 * The same weights on the measurements that there are: between two of them a control counts as lying on the
 * line that joins them.
 * @param measured Int32Array [measurements] of the controls, ascending, not empty
 * @returns columns of `measured` with their weights, per probe
 */
export function onMeasurements(
  weights: ReadonlyMap<number, number>,
  measured: Int32Array,
  probes: number,
): ColumnSum {
  const found = new Map<number, number>();
  for (const [update, weight] of weights) {
    const left = Math.max(0, lastAtOrBefore(measured, update));
    const right = Math.min(left + 1, measured.length - 1);
    const span = measured[right]! - measured[left]!;
    const part = span > 0 ? Math.min(1, Math.max(0, (update - measured[left]!) / span)) : 0;
    if (part < 1) add(found, left, ((1 - part) * weight) / probes);
    if (part > 0) add(found, right, (part * weight) / probes);
  }
  return { columns: Int32Array.from(found.keys()), weights: Float64Array.from(found.values()) };
}

function add(weights: Map<number, number>, key: number, weight: number): void {
  weights.set(key, (weights.get(key) ?? 0) + weight);
}
