import type { LogUnit } from '../measurements/log-unit.js';
import { CONTROL, conditionOrder, depthOrder, ordered } from '../measurements/measurements.js';
import { type EncounterWindow, windowKey } from '../metrics/encounter-window.js';
import type { RunMetrics } from '../metrics/run-metrics.js';
import { type ClusterLayout, factsIn } from '../statistics/resample-seeds.js';
import { type Alignment, alignment } from './align.js';
import { buildCell, type Cell } from './cell.js';
import { clusterLayouts } from './cluster-layouts.js';
import { conditionBins } from './condition-bins.js';

/** Runs that are analysed together: one run, or runs that differ in seeds only. */
export interface Cohort {
  /** Run id, or the values that the runs share. */
  id: string;
  runs: readonly RunMetrics[];
  /** Numbers of updates at which any run was measured, at least in part: where facts are met at other steps, so is each. */
  updates: Int32Array;
  /** The distinct windows of all runs, which are the columns of the controls. */
  windows: EncounterWindow[];
  conditions: string[];
  depths: string[];
  /** One per condition and depth that has probes. */
  cells: Cell[];
  /** Clusters of the cells' tables, by condition. */
  clusters: Map<string, ClusterLayout>;
  /** Number of the cluster of a fact of a run, in its condition. */
  clusterOf: (run: number, fact: number) => number;
  /** Offsets of the cells' aligned tables. */
  alignment: Alignment;
  /** Largest t that every condition reaches: laws of forgetting are compared over the same range. */
  fitUntil: number;
}

/**
 * Gathers the statistics of runs per condition, depth and cluster. A cluster is a fact with all its probes
 * in one run.
 */
export function buildCohort(
  id: string,
  runs: readonly RunMetrics[],
  options: { window: number; iqrFactor: number | null },
): Cohort {
  const windows = new Map<string, EncounterWindow>();
  for (const { effects } of runs) {
    for (const item of effects.windows) if (!windows.has(windowKey(item))) windows.set(windowKey(item), item);
  }
  const windowList = [...windows.values()].sort(
    (a, b) => a.step - b.step || a.end - b.end || a.next - b.next,
  );
  const conditions = ordered(
    runs.flatMap(({ measurements }) => measurements.facts.map((fact) => fact.condition)),
    conditionOrder,
  );
  const depths = ordered(
    runs.flatMap(({ measurements }) => measurements.probes.map((probe) => probe.depth)),
    depthOrder,
  );
  const { clusterOf, clusters } = clusterLayouts(runs);
  const bins = new Map(
    conditions.map((condition) => [condition, conditionBins(runs, condition, options.window)]),
  );
  const aligned = alignment(runs, options.window);
  const updates = Int32Array.from(
    new Set(runs.flatMap((run) => [...run.measurements.series.updates])),
  ).sort();
  const cells = conditions.flatMap((condition) =>
    depths.flatMap((depth) => {
      const cell = buildCell({
        runs,
        condition,
        depth,
        updates,
        windows: windowList,
        clusters: clusters.get(condition)!.seedOf.length,
        clusterOf,
        bins: bins.get(condition)!.retention,
        gainBins: bins.get(condition)!.gain,
        offsets: aligned.offsets,
        iqrFactor: options.iqrFactor,
      });
      return cell ? [cell] : [];
    }),
  );
  const reaches = [...bins.values()]
    .filter(({ retention }) => retention.length > 5)
    .map(({ retention }) => retention.at(-1)!.t);
  return {
    id,
    runs,
    updates,
    windows: windowList,
    conditions,
    depths,
    cells,
    clusters,
    clusterOf,
    alignment: aligned,
    fitUntil: reaches.length === 0 ? 0 : Math.min(...reaches),
  };
}

/** Number of distinct facts of a condition, over all runs. */
export function factsOf(cohort: Cohort, condition: string): number {
  const layout = cohort.clusters.get(condition);
  return layout ? factsIn(layout) : 0;
}

/** Cells of all conditions but the controls. */
export const injectedCells = ({ cells }: Cohort): Cell[] =>
  cells.filter(({ condition }) => condition !== CONTROL);

/** The cell of a condition and depth, if it has probes. */
export function findCell(cohort: Cohort, condition: string, depth: string): Cell | undefined {
  return cohort.cells.find((cell) => cell.condition === condition && cell.depth === depth);
}

/** What the log-probabilities of its runs are taken over. */
export const unitOf = ({ runs }: Pick<Cohort, 'runs'>): LogUnit => runs[0]?.measurements.unit ?? 'token';

/** Tokens of a training step; null where a run does not say, or runs differ by more than a thousandth. */
export function tokensPerStep({ runs }: Cohort): number | null {
  const all = runs.map(({ measurements }) => measurements.tokensPerStep ?? Number.NaN);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least > 0 && most <= 1.001 * least ? most : null;
}
