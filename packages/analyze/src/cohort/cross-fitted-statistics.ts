import { type CrossFit, crossFit } from '../cross-fit/cross-fit.js';
import { columnsOf, type GainKind } from '../cross-fit/gains.js';
import { CONTROL } from '../measurements/measurements.js';
import type { BootstrappedMeans } from '../statistics/bootstrap-means.js';
import { type ClusterTable, selectColumns } from '../statistics/cluster-table.js';
import { columnEstimate, difference, type Estimate, meanOf } from '../statistics/estimate.js';
import type { Cell } from './cell.js';
import { type Cohort, findCell } from './cohort.js';
import { type Forgetting, type ForgettingOptions, summariseForgetting } from './forgetting.js';
import { subtractControls } from './subtract-controls.js';

/**
 * Statistics that are free of the selection of a maximum: read at a lag after the encounter that other facts chose, net of
 * what controls do over the same updates, without leaving out outliers. Undefined where a condition has fewer than two
 * facts that were measured; without controls nothing is subtracted.
 */
export interface CrossFittedStatistics {
  /**
   * Net gain per encounter: `effectivity` from before the encounter, `level` from before the first one, both to the lag
   * of the maximum; `atNext` from before the encounter to before the next one.
   * @param encounter from 0
   */
  crossFittedGain(cell: Cell, kind: EncounterGain, encounter: number): Estimate | undefined;
  /** Net effectivity of an encounter, from 0; the mean over all unless given. Nats per token. */
  crossFittedEffectivity(cell: Cell, encounter?: number): Estimate | undefined;
  /**
   * Share of the mean net gain at the lag of the last encounter's maximum that is left t updates later, by bins of gains;
   * undefined without controls too. The logarithmic law alone is fitted to it.
   */
  crossFittedRetention(cell: Cell): Forgetting | undefined;
}

export type EncounterGain = Exclude<GainKind, 'after' | 'atLam'>;

/** What cross-fitted statistics are made with. */
interface Means {
  /** Means of a table of a condition's clusters over all resamples. */
  meansOf: (table: ClusterTable, condition: string) => BootstrappedMeans;
  remember: <T>(key: string, make: () => T) => T;
  seed: number;
}

export function crossFittedStatistics(
  cohort: Cohort,
  { meansOf, remember, seed }: Means,
  options: ForgettingOptions,
): CrossFittedStatistics {
  const key = ({ condition, depth }: Cell): string => `${condition} ${depth}`;
  const fitOf = (cell: Cell): CrossFit | undefined =>
    remember(`cross-fit ${key(cell)}`, () => {
      const { condition, depth, encounters, gainBins: bins } = cell;
      const sizeOf = (name: string): number => cohort.clusters.get(name)?.seedOf.length ?? 0;
      return crossFit({
        runs: cohort.runs,
        series: cohort.runs.map(({ measurements }) => measurements.series),
        clusterOf: cohort.clusterOf,
        clusters: {
          injected: sizeOf(condition),
          controls: findCell(cohort, CONTROL, depth) ? sizeOf(CONTROL) : 0,
        },
        ...{ condition, depth, encounters, bins, seed },
      });
    });
  const part = (table: ClusterTable, fit: CrossFit, kind: GainKind, condition: string): BootstrappedMeans =>
    meansOf(selectColumns(table, columnsOf(kind, fit)), condition);
  const meansFor = (cell: Cell, fit: CrossFit, kind: EncounterGain) =>
    remember(`cross-fitted ${kind} ${key(cell)}`, () => ({
      injected: part(fit.injected, fit, kind, cell.condition),
      controls: fit.controls && part(fit.controls, fit, kind, CONTROL),
    }));

  const crossFittedGain: CrossFittedStatistics['crossFittedGain'] = (cell, kind, encounter) => {
    const fit = fitOf(cell);
    if (!fit) return undefined;
    const { injected, controls } = meansFor(cell, fit, kind);
    const own = columnEstimate(injected, encounter);
    return controls ? difference(own, columnEstimate(controls, encounter)) : own;
  };
  return {
    crossFittedGain,
    crossFittedEffectivity(cell, encounter) {
      if (!fitOf(cell) || cell.encounters === 0) return undefined;
      const all =
        encounter === undefined ? Array.from({ length: cell.encounters }, (_, k) => k) : [encounter];
      return meanOf(all.map((k) => crossFittedGain(cell, 'effectivity', k)!));
    },
    // The summary is kept, the resamples of whole curves are not: they would fill the memory.
    crossFittedRetention: (cell) =>
      remember(`cross-fitted retention ${key(cell)}`, () => {
        const fit = fitOf(cell);
        const controls = fit?.controls;
        if (!fit || !controls) return undefined;
        const net = subtractControls({
          after: part(fit.injected, fit, 'after', cell.condition),
          atLam: part(fit.injected, fit, 'atLam', cell.condition),
          controlAfter: part(controls, fit, 'after', CONTROL),
          controlAtLam: part(controls, fit, 'atLam', CONTROL),
        });
        return summariseForgetting(cell.gainBins, net, { ...options, logarithmicOnly: true });
      }),
  };
}
