import type { TimeBin } from '../metrics/time-bins.js';
import { addValue, type ClusterTable, createClusterTable } from '../statistics/cluster-table.js';
import { chooseLags } from './choose-lags.js';
import { columnsOf, type GainLayout, gainsAt, type ReadingColumns } from './gains.js';
import { lastingColumns, type Schedule } from './schedule.js';
import { FOLDS, type FoldsOf, splitFolds } from './split-folds.js';
import { controlUnits, type InjectedUnit, injectedUnits, type Unit, type UnitsInput } from './units.js';

/** One condition and depth, read at lags that other facts chose. */
export interface CrossFit extends GainLayout {
  /** The lag that the facts outside of each fold chose, by split. */
  lags: number[][];
  /** Gains by cluster; columns as `columnsOf` says. */
  injected: ClusterTable;
  /** What controls did over the same updates; undefined without controls. */
  controls: ClusterTable | undefined;
}

export interface CrossFitInput extends UnitsInput {
  condition: string;
  /** Encounters that every fact has. */
  encounters: number;
  /** Times after the last local acquisition maximum. */
  bins: readonly TimeBin[];
  /** Number of clusters of the condition, and of controls; 0 where none are to be subtracted. */
  clusters: { injected: number; controls: number };
  /** Of the splits. */
  seed: number;
}

/** Share of the probes that must be measured in a bin for it to count. */
const FEWEST_PRESENT = 0.5;

/**
 * Reads the gains of the facts of a condition at a lag after their encounters that other facts chose. The largest of many
 * noisy measurements lies above what can be expected there; what is measured at a lag that does not depend on its noise
 * does not. Facts and controls are split into folds, the lag of the largest mean gain over controls is found in all but one
 * and read in that one, in turn, and the mean taken over several splits (cross-fitting, Chernozhukov et al. 2018,
 * arXiv 1608.00060). The estimand is the largest mean gain; what a lag beside it misses makes it smaller.
 * @returns undefined where fewer than two facts were measured
 */
export function crossFit(input: CrossFitInput): CrossFit | undefined {
  const { condition, clusters, encounters, seed } = input;
  const { units, lags: longest } = injectedUnits(input, condition);
  const controls = clusters.controls > 0 ? controlUnits(input) : [];
  const facts = new Set(units.map(({ fact }) => fact));
  if (facts.size < 2 || longest === 0) return undefined;
  const ofControls = new Set(controls.map(({ fact }) => fact));
  const count = countFolds(facts.size, ofControls.size);
  const folds = {
    count,
    injected: splitFolds(seed, condition, facts, count),
    control: splitFolds(seed, 'control', ofControls, count),
  };
  const lags = chooseLags(units, controls, folds, encounters, longest);
  if (lags.flat().includes(0)) return undefined;
  const layout = { encounters, bins: input.bins.length };
  const readings = readingsOf(units, lags, folds.injected, input);
  const tableOf = (size: number): ClusterTable =>
    createClusterTable(size, 3 * layout.encounters + 2 * layout.bins);
  const injected = tableOf(clusters.injected);
  const present = new Float64Array(injected.columns);
  let total = 0;
  for (const { unit, columns } of readings) {
    const gains = gainsAt(unit.row, columns, layout);
    add(injected, unit.cluster, gains, unit.probes);
    total += unit.probes;
    for (let c = 0; c < gains.length; c++) if (!Number.isNaN(gains[c]!)) present[c]! += unit.probes;
  }
  const subtracted = controls.length > 0 ? tableOf(clusters.controls) : undefined;
  if (subtracted) addControls(subtracted, controls, readings, folds.control, layout);
  for (const column of [...columnsOf('after', layout), ...columnsOf('atLam', layout)]) {
    if (present[column]! >= FEWEST_PRESENT * total) continue;
    for (const table of [injected, ...(subtracted ? [subtracted] : [])]) empty(table, column);
  }
  return { ...layout, lags, injected, controls: subtracted };
}

/** As many folds as there are facts, of those and of controls, at most `FOLDS`. */
function countFolds(facts: number, controls: number): number {
  return Math.min(FOLDS, facts, controls < 2 ? FOLDS : controls);
}

/** A unit as one split reads it. */
interface Reading {
  unit: InjectedUnit;
  split: number;
  fold: number;
  columns: ReadingColumns;
}

/** Every unit at the lags that the folds without it have chosen. */
function readingsOf(
  units: readonly InjectedUnit[],
  lags: readonly (readonly number[])[],
  foldOf: FoldsOf,
  { series, bins }: CrossFitInput,
): Reading[] {
  const known = new Map<Schedule, Map<number, ReadingColumns>>();
  const columnsAt = ({ schedule, run }: InjectedUnit, lag: number): ReadingColumns => {
    const ofSchedule = known.get(schedule) ?? new Map<number, ReadingColumns>();
    known.set(schedule, ofSchedule);
    const { encounters } = schedule;
    const columns = ofSchedule.get(lag) ?? {
      encounters,
      lag,
      lasting: lastingColumns(schedule, series[run]!.updates, lag, bins),
    };
    ofSchedule.set(lag, columns);
    return columns;
  };
  return lags.flatMap((chosen, split) =>
    units.flatMap((unit) =>
      foldOf(unit.fact, split).map((fold) => ({
        unit,
        split,
        fold,
        columns: columnsAt(unit, chosen[fold]!),
      })),
    ),
  );
}

/** Adds what controls did over the same updates as the facts that are in the same fold of a split. */
function addControls(
  table: ClusterTable,
  controls: readonly Unit[],
  readings: readonly Reading[],
  foldOf: FoldsOf,
  layout: GainLayout,
): void {
  const splits = splitsOf(readings);
  for (const control of controls) {
    const known = new Map<ReadingColumns, Float64Array>();
    for (const { run, split, fold, times } of splits) {
      if (run !== control.run || !foldOf(control.fact, split).includes(fold)) continue;
      const sums = new Float64Array(table.columns);
      const counts = new Float64Array(table.columns);
      for (const [columns, probes] of times) {
        const gains = known.get(columns) ?? gainsAt(control.row, columns, layout);
        known.set(columns, gains);
        for (let c = 0; c < gains.length; c++) {
          if (Number.isNaN(gains[c]!)) continue;
          sums[c]! += probes * gains[c]!;
          counts[c]! += probes;
        }
      }
      add(
        table,
        control.cluster,
        sums.map((sum, c) => sum / counts[c]!),
        control.probes,
      );
    }
  }
}

/** When the facts of a run and fold are read in a split, with the number of their probes. */
interface SplitTimes {
  run: number;
  split: number;
  fold: number;
  times: Map<ReadingColumns, number>;
}

function splitsOf(readings: readonly Reading[]): SplitTimes[] {
  const found = new Map<string, SplitTimes>();
  for (const { unit, split, fold, columns } of readings) {
    const key = `${unit.run} ${split} ${fold}`;
    const entry = found.get(key) ?? { run: unit.run, split, fold, times: new Map<ReadingColumns, number>() };
    found.set(key, entry);
    entry.times.set(columns, (entry.times.get(columns) ?? 0) + unit.probes);
  }
  return [...found.values()];
}

function add(table: ClusterTable, cluster: number, gains: Float64Array, times: number): void {
  for (let c = 0; c < gains.length; c++) addValue(table, cluster, c, gains[c]!, times);
}

function empty({ sums, counts, columns }: ClusterTable, column: number): void {
  for (let at = column; at < sums.length; at += columns) {
    sums[at] = 0;
    counts[at] = 0;
  }
}
