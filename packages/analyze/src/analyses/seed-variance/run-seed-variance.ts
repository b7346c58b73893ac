import type { RowOf } from '@lethe/contracts';
import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import type { Cell } from '../../cohort/cell.js';
import { findCell, injectedCells } from '../../cohort/cohort.js';
import { isSeedLabel } from '../../cohort/group-runs.js';
import { type CrossedDesign, isCrossed, varianceComponents } from '../../statistics/variance-components.js';
import type { seedVarianceTable } from './seed-variance-table.js';

export type SeedVarianceRow = RowOf<typeof seedVarianceTable>;

/** What single runs are compared in. */
const measures: Readonly<
  Record<string, (statistics: BootstrapStatistics, cell: Cell) => number | undefined>
> = {
  effectivity: (statistics, cell) => statistics.crossFittedEffectivity(cell)?.point,
  decay: (statistics, cell) =>
    cell.encounters > 1 ? statistics.crossFittedRetention(cell)?.logarithmic?.estimates[1]?.point : undefined,
};

/** Splits the variance over runs by kinds of seeds; nothing where a sweep does not cross two or more of them. */
export function runSeedVariance({
  statistics,
  members,
  runs,
}: GroupContext):
  | Outcome<never, readonly SeedVarianceRow[], { seed_variance: typeof seedVarianceTable }>
  | undefined {
  const design = designOf(runs);
  if (!isCrossed(design)) return undefined;
  const rows = injectedCells(statistics.cohort).flatMap(({ condition, depth }) =>
    Object.entries(measures).flatMap(([measure, of]): SeedVarianceRow[] => {
      const values = runs.map(({ id }) => {
        const own = members.find((member) => member.id === id)?.statistics;
        const cell = own && findCell(own.cohort, condition, depth);
        return (cell && of(own, cell)) ?? Number.NaN;
      });
      if (!values.every(Number.isFinite)) return [];
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return varianceComponents(values, design, statistics.level).map(
        ({ factor, levels, variance, interval, share, p }) => ({
          ...{ run: statistics.cohort.id, condition, depth, measure, mean },
          seeds: factor ?? 'rest',
          ...{ levels, variance, low: interval.low, high: interval.high, share, p: p ?? null },
        }),
      );
    }),
  );
  return { tables: { seed_variance: rows }, result: rows };
}

function designOf(runs: GroupContext['runs']): CrossedDesign {
  const factors = Object.keys(runs[0]?.values ?? {}).filter(isSeedLabel);
  return { factors, levels: runs.map(({ values }) => factors.map((factor) => values[factor]!)) };
}
