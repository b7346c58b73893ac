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
 * Statistics that are free of the selection of a maximum: read at a lag after the encounter that other facts chose, less
 * what happens without encounters over the same updates, outliers included. Undefined where a condition has fewer than
 * two facts that were measured.
 */
export interface CrossFittedStatistics {
  /**
   * Mean of some gains, nats per token (`GainKind` says of what).
   * @param places numbers of encounters, or of bins of gains, from 0
   * @param against what is subtracted, `controls` unless given
   */
  crossFittedGain(
    cell: Cell,
    kind: GainKind,
    places: readonly number[],
    against?: Against,
  ): Estimate | undefined;
  /** Effectivity of an encounter, from 0; the mean over all unless given. Nats per token. */
  crossFittedEffectivity(cell: Cell, encounter?: number, against?: Against): Estimate | undefined;
  /** Mean over folds and splits of the lag at which gains are read, in updates. */
  crossFittedLag(cell: Cell, against?: Against): number | undefined;
  /**
   * Share of the mean gain at the lag of the last encounter's maximum that is left t updates later, by bins of gains;
   * undefined where there is nothing to subtract. The logarithmic law alone is fitted to it.
   */
  crossFittedRetention(cell: Cell, against?: Against): Forgetting | undefined;
}

/**
 * What happens without encounters: to controls of the same run, if there are any, or to the same probes in a twin run,
 * without which there are no statistics.
 */
export type Against = 'controls' | 'twin';

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
  const fitOf = (cell: Cell, against: Against): CrossFit | undefined =>
    remember(`cross-fit ${keyOf(cell, against)}`, () => fitCell(cohort, cell, against, seed));
  const part = (table: ClusterTable, fit: CrossFit, kind: GainKind, condition: string): BootstrappedMeans =>
    meansOf(selectColumns(table, columnsOf(kind, fit)), condition);

  const crossFittedGain: CrossFittedStatistics['crossFittedGain'] = (
    cell,
    kind,
    places,
    against = 'controls',
  ) => {
    const fit = fitOf(cell, against);
    if (!fit || places.length === 0) return undefined;
    const { injected, controls } = remember(`cross-fitted ${kind} ${keyOf(cell, against)}`, () => ({
      injected: part(fit.injected, fit, kind, cell.condition),
      controls: fit.controls && part(fit.controls, fit, kind, CONTROL),
    }));
    return meanOf(
      places.map((place) => {
        const own = columnEstimate(injected, place);
        return controls ? difference(own, columnEstimate(controls, place)) : own;
      }),
    );
  };
  return {
    crossFittedGain,
    crossFittedEffectivity: (cell, encounter, against) =>
      crossFittedGain(
        cell,
        'effectivity',
        encounter === undefined ? encountersOf(cell) : [encounter],
        against,
      ),
    crossFittedLag(cell, against = 'controls') {
      const lags = fitOf(cell, against)?.lags.flat();
      return lags && lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
    },
    // The summary is kept, the resamples of whole curves are not: they would fill the memory.
    crossFittedRetention: (cell, against = 'controls') =>
      remember(`cross-fitted retention ${keyOf(cell, against)}`, () => {
        const fit = fitOf(cell, against);
        if (!fit || (against === 'controls' && !fit.controls)) return undefined;
        const { injected, controls } = fit;
        const net = subtractControls({
          after: part(injected, fit, 'after', cell.condition),
          atLam: part(injected, fit, 'atLam', cell.condition),
          controlAfter: controls && part(controls, fit, 'after', CONTROL),
          controlAtLam: controls && part(controls, fit, 'atLam', CONTROL),
        });
        return summariseForgetting(cell.gainBins, net, { ...options, logarithmicOnly: true });
      }),
  };
}

const keyOf = ({ condition, depth }: Cell, against: Against): string => `${condition} ${depth} ${against}`;

function fitCell(cohort: Cohort, cell: Cell, against: Against, seed: number): CrossFit | undefined {
  const { runs, clusters, clusterOf } = cohort;
  const { condition, depth, encounters, gainBins: bins } = cell;
  const series = runs.flatMap(({ measurements, beyondTwin }) =>
    against === 'controls' ? measurements.series : (beyondTwin ?? []),
  );
  if (series.length < runs.length) return undefined;
  const sizeOf = (name: string): number => clusters.get(name)?.seedOf.length ?? 0;
  const controlled = against === 'controls' && findCell(cohort, CONTROL, depth) !== undefined;
  const sizes = { injected: sizeOf(condition), controls: controlled ? sizeOf(CONTROL) : 0 };
  return crossFit({ runs, series, clusterOf, clusters: sizes, condition, depth, encounters, bins, seed });
}

/** Numbers of the encounters that all facts of a cell have. */
export const encountersOf = ({ encounters }: Cell): number[] =>
  Array.from({ length: encounters }, (_, k) => k);
