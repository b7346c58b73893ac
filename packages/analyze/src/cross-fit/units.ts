import { interpolateAll } from '../measurements/measurement-at.js';
import { CONTROL } from '../measurements/measurements.js';
import { type ProbeSeries, probeRow } from '../measurements/probe-series.js';
import type { EncounterWindow } from '../metrics/encounter-window.js';
import type { RunMetrics } from '../metrics/run-metrics.js';
import { type Schedule, scheduleOf } from './schedule.js';

/** Probes of one fact in one run that were measured at the same times. */
export interface Unit {
  run: number;
  /** Id of the fact. */
  fact: string;
  cluster: number;
  probes: number;
  /** Float64Array [measurements of the run]: mean log-probability, nats per token; NaN where not measured. */
  row: Float64Array;
}

export interface InjectedUnit extends Unit {
  schedule: Schedule;
}

/** The probes that are looked at. */
export interface UnitsInput {
  runs: readonly RunMetrics[];
  /** What is looked at of every run, on its updates. */
  series: readonly ProbeSeries[];
  depth: string;
  clusterOf: (run: number, fact: number) => number;
}

/** Units of injected facts of a condition, and the largest lag of their windows. */
export function injectedUnits(
  { runs, series, depth, clusterOf }: UnitsInput,
  condition: string,
): { units: InjectedUnit[]; lags: number } {
  const windowsOf = runs.map((run) => probeWindows(run, condition, depth));
  const all = windowsOf.flatMap((windows) => [...windows.values()].flat());
  const lags = all.reduce((most, item) => Math.max(most, item ? item.end - item.step : 0), 0);
  const units = runs.flatMap((run, r) => {
    const { updates } = series[r]!;
    const schedules = new Map<string, Schedule>();
    const found = new Map<string, InjectedUnit>();
    for (const [probe, windows] of windowsOf[r]!) {
      const { fact } = run.measurements.probes[probe]!;
      const row = probeRow(series[r]!, probe);
      const measured = Int32Array.from(row.keys()).filter((column) => !Number.isNaN(row[column]!));
      const when = `${windows.map((item) => item?.step)} ${measured}`;
      const schedule = schedules.get(when) ?? scheduleOf(updates, measured, windows, lags);
      schedules.set(when, schedule);
      const key = `${fact} ${when}`;
      const unit = found.get(key);
      if (unit) addRow(unit, row);
      else {
        const { id } = run.measurements.facts[fact]!;
        const cluster = clusterOf(r, fact);
        found.set(key, { run: r, fact: id, cluster, probes: 1, row: row.slice(), schedule });
      }
    }
    return [...found.values()].map(finished);
  });
  return { units, lags };
}

/** Windows of the encounters of every probe; undefined where nothing was measured before or in one. */
function probeWindows(
  { measurements: { facts, probes }, effects: { effects, windows } }: RunMetrics,
  condition: string,
  depth: string,
): Map<number, (EncounterWindow | undefined)[]> {
  const found = new Map<number, (EncounterWindow | undefined)[]>();
  probes.forEach(({ fact, depth: own }, probe) => {
    if (own !== depth || facts[fact]!.condition !== condition) return;
    const known = new Array<EncounterWindow | undefined>(facts[fact]!.encounters.length).fill(undefined);
    for (const [, { encounter, window }] of effects.ofProbe(probe)) known[encounter] = windows[window]!;
    if (known.some((item) => item !== undefined)) found.set(probe, known);
  });
  return found;
}

/**
 * Units of controls; between two measurements a control lies on the line that joins them, before the first and after
 * the last it stays as it is.
 */
export function controlUnits({ runs, series, depth, clusterOf }: UnitsInput): Unit[] {
  return runs.flatMap(({ measurements: { facts, probes } }, r) => {
    const found = new Map<number, Unit>();
    probes.forEach(({ fact, depth: own }, probe) => {
      if (own !== depth || facts[fact]!.condition !== CONTROL) return;
      const row = joined(series[r]!.updates, probeRow(series[r]!, probe));
      if (!row) return;
      const unit = found.get(fact);
      if (unit) addRow(unit, row);
      else found.set(fact, { run: r, fact: facts[fact]!.id, cluster: clusterOf(r, fact), probes: 1, row });
    });
    return [...found.values()].map(finished);
  });
}

/** A row without gaps, as it is first and last measured before and after; undefined where nothing was measured. */
function joined(updates: Int32Array, row: Float64Array): Float64Array | undefined {
  const values = interpolateAll(updates, row, updates);
  const first = values.findIndex((value) => !Number.isNaN(value));
  if (first < 0) return undefined;
  const last = values.findLastIndex((value) => !Number.isNaN(value));
  return values.fill(values[first]!, 0, first).fill(values[last]!, last + 1);
}

function addRow(unit: Unit, row: Float64Array): void {
  unit.probes++;
  for (let i = 0; i < row.length; i++) unit.row[i]! += row[i]!;
}

function finished<U extends Unit>(unit: U): U {
  for (let i = 0; i < unit.row.length; i++) unit.row[i]! /= unit.probes;
  return unit;
}
