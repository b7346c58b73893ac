import { lastAtOrBefore } from '../measurements/measurement-at.js';
import type { EncounterWindow } from '../metrics/encounter-window.js';
import { binBounds, type TimeBin } from '../metrics/time-bins.js';

/** When a probe was measured around the encounters of its fact: columns of the measurements of its run. */
export interface Schedule {
  /** Int32Array, ascending: columns in which there is a measurement. */
  measured: Int32Array;
  encounters: readonly EncounterColumns[];
}

/** Columns at one encounter; -1 for what was not measured. */
export interface EncounterColumns {
  /** Of the last measurement up to the encounter. */
  before: number;
  /** Int32Array [lags]: of the measurement in the window that is nearest to 1, 2, ... updates after the encounter. */
  atLag: Int32Array;
  /** Of the last measurement up to the next encounter. */
  next: number;
}

/**
 * @param updates Int32Array [measurements] of the run, ascending
 * @param measured ascending columns of the probe's measurements
 * @param windows of all encounters of the fact; undefined for one that is passed over
 * @param lags number of lags
 */
export function scheduleOf(
  updates: Int32Array,
  measured: Int32Array,
  windows: readonly (EncounterWindow | undefined)[],
  lags: number,
): Schedule {
  const own = measured.map((column) => updates[column]!);
  const at = (place: number): number => (place < 0 ? -1 : measured[place]!);
  return {
    measured,
    encounters: windows.map((window) => {
      if (!window) return { before: -1, atLag: new Int32Array(lags).fill(-1), next: -1 };
      const { step, end, next } = window;
      const before = lastAtOrBefore(own, step);
      const last = lastAtOrBefore(own, end);
      const atLag = Int32Array.from({ length: lags }, (_, i) =>
        before < 0 || last <= before ? -1 : at(nearest(own, step + 1 + i, before + 1, last)),
      );
      const reached = next >= 0 && next <= updates[updates.length - 1]!;
      return { before: at(before), atLag, next: reached ? at(lastAtOrBefore(own, next)) : -1 };
    }),
  };
}

/** Place of the update that is nearest to a wanted one, of those at `from` .. `to`; the earlier of two. */
function nearest(updates: Int32Array, wanted: number, from: number, to: number): number {
  const left = Math.min(to, Math.max(from, lastAtOrBefore(updates, wanted)));
  const right = Math.min(to, left + 1);
  return updates[right]! - wanted < Math.abs(wanted - updates[left]!) ? right : left;
}

/** When the gain from before the first to after the last encounter is looked at again. */
export interface LastingColumns {
  before: number;
  lam: number;
  /** Columns at and after `lam`. */
  after: Int32Array;
  /** Int32Array [bins + 1]: bin b holds `after[bounds[b]]` to before `after[bounds[b + 1]]`. */
  bounds: Int32Array;
}

/**
 * @param lag at which the level after the last encounter is read
 * @param bins times since then
 * @returns undefined where nothing was measured before the first or after the last encounter
 */
export function lastingColumns(
  { measured, encounters }: Schedule,
  updates: Int32Array,
  lag: number,
  bins: readonly TimeBin[],
): LastingColumns | undefined {
  const before = encounters[0]?.before ?? -1;
  const lam = encounters.at(-1)?.atLag[lag - 1] ?? -1;
  if (before < 0 || lam < 0) return undefined;
  const after = measured.subarray(measured.indexOf(lam));
  const times = after.map((column) => updates[column]! - updates[lam]!);
  return { before, lam, after, bounds: binBounds(times, bins) };
}
