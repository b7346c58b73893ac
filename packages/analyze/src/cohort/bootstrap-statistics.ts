import { CONTROL } from '../measurements/measurements.js';
import { type BootstrappedMeans, bootstrapMeans } from '../statistics/bootstrap-means.js';
import {
  type ClusterTable,
  completeColumns,
  selectColumns,
  sumColumns,
} from '../statistics/cluster-table.js';
import { clusterWeights } from '../statistics/cluster-weights.js';
import { columnEstimate, combine, type Estimate, meanOfColumns } from '../statistics/estimate.js';
import type { IntervalMethod, LeftOutRows } from '../statistics/jackknife.js';
import type { Cell } from './cell.js';
import { type Cohort, findCell } from './cohort.js';
import { onMeasurements } from './control-updates.js';
import { type CrossFittedStatistics, crossFittedStatistics } from './cross-fitted-statistics.js';
import { type Forgetting, summariseForgetting } from './forgetting.js';
import { refilter } from './refilter.js';
import { subtractControls } from './subtract-controls.js';

/** Tables with a column per encounter. */
type PerEncounter = 'effectivityAt' | 'windowGainAt';
/** Tables with a column per measurement or time, which may be many. */
type PerTime = 'curve' | 'aligned' | 'gainAfter' | 'gainAtLam';

/** Bootstrapped statistics of a cohort, each computed when first asked for. */
export interface BootstrapStatistics extends CrossFittedStatistics {
  cohort: Cohort;
  level: number;
  method: IntervalMethod;
  /** The draws of a condition's clusters, Uint16Array [rows * clusters], and what those at the end leave out. */
  resampling(condition: string): { weights: Uint16Array; leftOut: LeftOutRows };
  /** Means by encounter. All depths of a condition share their resamples, as they share their facts. */
  means(cell: Cell, table: PerEncounter): BootstrappedMeans;
  /** Means at some columns of a table, in their order. */
  meansAt(cell: Cell, table: PerTime, columns: readonly number[]): BootstrappedMeans;
  /** Whether controls can be subtracted at a depth. */
  hasControl(depth: string): boolean;
  /** Mean of controls over the windows of a cell's encounter, if there are controls. */
  controlAt(cell: Cell, table: PerEncounter, encounter: number): Estimate | undefined;
  /** Mean at an encounter minus that of controls over the same windows, if there are controls. */
  controlled(cell: Cell, table: PerEncounter, encounter: number): Estimate;
  /** Mean retention by bin, by the published definition; where something is left out, without the outliers of the rest. */
  retentionMeans(cell: Cell): BootstrappedMeans;
  /** Retention by the published definition: curve, intervals and fitted laws. */
  retention(cell: Cell): Forgetting;
  /**
   * Share of the mean gain over controls that is left, by bins of gains; undefined without controls. The
   * logarithmic law alone is fitted to it.
   */
  netRetention(cell: Cell): Forgetting | undefined;
}

export interface BootstrapOptions {
  /** Of the bootstrap, and of the splits of cross-fitting. */
  seed: number;
  resamples: number;
  /** Of the intervals. */
  level: number;
  /** `t` unless given. */
  method?: IntervalMethod;
}

export function bootstrapStatistics(
  cohort: Cohort,
  { seed, resamples, level, method = 't' }: BootstrapOptions,
): BootstrapStatistics {
  const remember = memo();
  const drawn = clusterWeights(cohort.id, cohort.clusters, { seed, resamples, method });
  const { leftOut, weightsOf: weights } = drawn;
  const meansOf = (table: ClusterTable, condition: string): BootstrappedMeans =>
    bootstrapMeans(table, weights(condition), leftOut);
  const key = (cell: Cell): string => `${cell.condition} ${cell.depth}`;
  const all = (cell: Cell, table: keyof Cell['tables']): BootstrappedMeans =>
    meansOf(cell.tables[table], cell.condition);
  const means: BootstrapStatistics['means'] = (cell, table) =>
    remember(`means ${table} ${key(cell)}`, () => all(cell, table));
  const control = (depth: string): Cell | undefined => findCell(cohort, CONTROL, depth);
  const options = { until: cohort.fitUntil, level };
  const retentionMeans: BootstrapStatistics['retentionMeans'] = (cell) =>
    refilter(all(cell, 'retention'), cell.retentionValues, weights(cell.condition));

  const controlAt: BootstrapStatistics['controlAt'] = (cell, table, encounter) => {
    const other = control(cell.depth);
    if (!other) return undefined;
    const windows = cohort.windows.length;
    const shares = cell.windowShares.subarray(encounter * windows, (encounter + 1) * windows);
    const used = Array.from(shares.keys()).filter((window) => shares[window]! > 0);
    return meanOfColumns(
      means(other, table),
      used,
      used.map((window) => shares[window]!),
    );
  };

  return {
    ...crossFittedStatistics(cohort, { meansOf, remember, seed }, options),
    cohort,
    level,
    method,
    resampling: (condition) => ({ weights: weights(condition), leftOut }),
    means,
    meansAt: (cell, table, columns) => meansOf(selectColumns(cell.tables[table], columns), cell.condition),
    hasControl: (depth) => control(depth) !== undefined,
    controlAt,
    controlled(cell, table, encounter) {
      const own = columnEstimate(means(cell, table), encounter);
      const other = controlAt(cell, table, encounter);
      return other ? combine((value, subtracted) => value - subtracted, own, other) : own;
    },
    // Summaries are kept, resamples of whole curves are not: they would fill the memory.
    retentionMeans,
    retention: (cell) =>
      remember(`retention ${key(cell)}`, () => summariseForgetting(cell.bins, retentionMeans(cell), options)),
    netRetention: (cell) =>
      remember(`net ${key(cell)}`, () => {
        const other = control(cell.depth);
        if (!other) return undefined;
        const complete = completeColumns(other.tables.curve);
        if (complete.length === 0) return undefined;
        const curve = selectColumns(other.tables.curve, complete);
        const measured = Int32Array.from(complete, (column) => cohort.updates[column]!);
        const controlsAt = (when: 'after' | 'atLam'): BootstrappedMeans => {
          const sums = cell.controlUpdates.map((item) => onMeasurements(item[when], measured, item.probes));
          return meansOf(sumColumns(curve, sums), CONTROL);
        };
        const net = subtractControls({
          after: all(cell, 'gainAfter'),
          atLam: all(cell, 'gainAtLam'),
          controlAfter: controlsAt('after'),
          controlAtLam: controlsAt('atLam'),
        });
        return summariseForgetting(cell.gainBins, net, { ...options, logarithmicOnly: true });
      }),
  };
}

function memo(): <T>(key: string, make: () => T) => T {
  const known = new Map<string, unknown>();
  return <T>(key: string, make: () => T): T => {
    if (!known.has(key)) known.set(key, make());
    return known.get(key) as T;
  };
}
