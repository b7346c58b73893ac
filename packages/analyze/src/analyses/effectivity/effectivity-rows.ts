import type { RowOf } from '@lethe/contracts';
import type { GroupContext } from '../../analysis/contexts.js';
import type { Cell } from '../../cohort/cell.js';
import { factsOf, injectedCells } from '../../cohort/cohort.js';
import { encountersOf } from '../../cohort/cross-fitted-statistics.js';
import { columnEstimate, type Estimate } from '../../statistics/estimate.js';
import { intervalOf, methodOf } from '../../statistics/interval-of.js';
import type { effectivityTable } from './effectivity-table.js';

type Row = RowOf<typeof effectivityTable>;

/** Effectivity of every encounter: as published, cross-fitted, and beyond a twin where there is one. */
export function effectivityRows({ statistics }: Pick<GroupContext, 'statistics'>): Row[] {
  return injectedCells(statistics.cohort).flatMap((cell) =>
    encountersOf(cell).flatMap((encounter) => rowsOf(statistics, cell, encounter)),
  );
}

function rowsOf(statistics: GroupContext['statistics'], cell: Cell, encounter: number): Row[] {
  const { cohort, level } = statistics;
  const facts = factsOf(cohort, cell.condition);
  const published = columnEstimate(statistics.means(cell, 'effectivityAt'), encounter);
  const ways: [name: string, estimate: Estimate | undefined, lag: number | undefined][] = [
    ['published', published, undefined],
    ['cross_fitted', statistics.crossFittedEffectivity(cell, encounter), statistics.crossFittedLag(cell)],
    [
      'twin',
      statistics.crossFittedEffectivity(cell, encounter, 'twin'),
      statistics.crossFittedLag(cell, 'twin'),
    ],
  ];
  return ways.flatMap(([name, estimate, lag]): Row[] => {
    if (!estimate || !Number.isFinite(estimate.point)) return [];
    const interval = facts < 2 ? undefined : intervalOf(estimate, level);
    return [
      {
        group: cohort.id,
        condition: cell.condition,
        depth: cell.depth,
        encounter: encounter + 1,
        estimate: name,
        mean: estimate.point,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        lag: lag ?? null,
        facts,
        interval_method: methodOf(estimate),
      },
    ];
  });
}
