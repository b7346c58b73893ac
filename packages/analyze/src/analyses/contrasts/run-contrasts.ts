import type { RowOf } from '@lethe/contracts';
import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { type Contrast, contrastsOf } from '../../contrasts/contrast.js';
import { measureLosses } from '../../contrasts/measure-losses.js';
import { measureScenarios } from '../../contrasts/measure-scenarios.js';
import { comparedCells, type Measured, measureCell } from '../../contrasts/measure-series.js';
import { sweptSeries } from '../../contrasts/series.js';
import type { LogUnit } from '../../measurements/log-unit.js';
import type { contrastsTable } from './contrasts-table.js';

/** What was compared, and how it differs. */
export interface Comparison {
  measured: Measured;
  contrasts: readonly Contrast[];
}

/**
 * Differences between the values of every axis of the sweep that is no seed, and between scenarios of the same runs.
 * @returns undefined where nothing is to be compared
 */
export async function runContrasts(
  context: ExperimentContext,
): Promise<Outcome<never, readonly Comparison[], { contrasts: typeof contrastsTable }> | undefined> {
  const { groups, options } = context;
  const measured: Measured[] = [];
  for (const series of sweptSeries(context)) {
    for (const { condition, depth } of comparedCells(series)) {
      measured.push(...measureCell(series, condition, depth));
    }
    measured.push(...(await measureLosses(series)));
  }
  measured.push(...groups.flatMap(measureScenarios));
  if (measured.length === 0) return undefined;
  const { level, seed = options.seed } = options.bootstrap;
  const comparisons = measured.map((one) => ({
    measured: one,
    contrasts: contrastsOf(one, { level, seed }),
  }));
  return {
    tables: {
      contrasts: comparisons.flatMap(({ contrasts }) =>
        contrasts.map((contrast) => rowOf(contrast, options.unit)),
      ),
    },
    result: comparisons,
  };
}

function rowOf(contrast: Contrast, logs: LogUnit): RowOf<typeof contrastsTable> {
  const { measured, kind, first, last, estimate, interval, permutation } = contrast;
  const { series, quantity, condition, depth, pairing, evidence } = measured;
  return {
    axis: series.axis,
    options: series.paths.join(', '),
    among: series.among,
    condition,
    depth,
    quantity: quantity.name,
    unit: quantity.unit(logs),
    kind,
    first: first.value,
    last: last.value,
    first_value: first.estimate.point,
    last_value: last.estimate.point,
    contrast: estimate.point,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    interval_method: contrast.method,
    p_value: contrast.pValue ?? null,
    permutation_p: permutation?.pValue ?? null,
    permuted: permutation?.over ?? null,
    seeds: evidence.seeds,
    pairing,
  };
}
