import { type FoldsOf, SPLITS } from './split-folds.js';
import type { InjectedUnit, Unit } from './units.js';

/** Lags that differ by up to this factor are averaged before the largest mean is sought. */
const SMOOTHING = 1.5;

/**
 * The lag after an encounter at which the mean over facts and encounters, less that of controls at the same updates, is
 * largest: for each fold, of the facts and controls that are not in it. One lag holds for all encounters of a condition and depth;
 * chosen per encounter it is so noisy that it misses the maximum.
 * @param encounters that are looked at, from the first
 * @param lags largest lag
 * @returns by split and fold; 0 where nothing outside a fold was measured
 */
export function chooseLags(
  units: readonly InjectedUnit[],
  controls: readonly Unit[],
  folds: { count: number; injected: FoldsOf; control: FoldsOf },
  encounters: number,
  lags: number,
): number[][] {
  return Array.from({ length: SPLITS }, (_, split) =>
    Array.from({ length: folds.count }, (_, fold) => {
      const isOutside = (of: readonly number[]): boolean => of.some((own) => own !== fold);
      const controlRows = meanRows(controls.filter(({ fact }) => isOutside(folds.control(fact, split))));
      const sums = new Float64Array(lags);
      let probes = 0;
      for (const unit of units) {
        if (!isOutside(folds.injected(unit.fact, split))) continue;
        probes += addCurve(sums, unit, controlRows.get(unit.run), encounters);
      }
      return probes === 0 ? 0 : 1 + largest(smoothed(sums));
    }),
  );
}

/** By run. */
function meanRows(units: readonly Unit[]): Map<number, Float64Array> {
  const rows = new Map<number, { sum: Float64Array; probes: number }>();
  for (const { run, row, probes } of units) {
    const entry = rows.get(run) ?? { sum: new Float64Array(row.length), probes: 0 };
    rows.set(run, entry);
    entry.probes += probes;
    for (let i = 0; i < row.length; i++) entry.sum[i]! += probes * row[i]!;
  }
  return new Map(Array.from(rows, ([run, { sum, probes }]) => [run, sum.map((value) => value / probes)]));
}

/** Adds the gain of a unit at every lag, over that of controls; returns how many probes and encounters were added. */
function addCurve(
  sums: Float64Array,
  { row, probes, schedule }: InjectedUnit,
  controls: Float64Array | undefined,
  encounters: number,
): number {
  let added = 0;
  for (const { before, atLag } of schedule.encounters.slice(0, encounters)) {
    if (before < 0 || atLag[0]! < 0) continue;
    added += probes;
    for (let i = 0; i < sums.length; i++) {
      const at = atLag[i]!;
      const drift = controls ? controls[at]! - controls[before]! : 0;
      sums[i]! += probes * (row[at]! - row[before]! - drift);
    }
  }
  return added;
}

/** Means over lags of about the same size, which follow the shape of a trace, fast first and slow later. */
function smoothed(curve: Float64Array): Float64Array {
  return curve.map((_, i) => {
    const from = Math.ceil((i + 1) / SMOOTHING) - 1;
    const to = Math.min(curve.length, Math.floor((i + 1) * SMOOTHING));
    let sum = 0;
    for (let k = from; k < to; k++) sum += curve[k]!;
    return sum / (to - from);
  });
}

function largest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
