import type { RowOf } from '@lethe/contracts';
import type { RunContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { subjectOf } from '../../analysis/group-cells.js';
import { factsOf, injectedCells } from '../../cohort/cohort.js';
import { clustersIn } from '../../statistics/cluster-table.js';
import type { retainabilityTable } from './retainability-table.js';

/** Mean retainability with its interval at every time, of every injected condition and depth. */
export function runRetainability({
  statistics,
  note,
}: RunContext): Outcome<never, undefined, { retainability: typeof retainabilityTable }> {
  const { cohort } = statistics;
  const cells = injectedCells(cohort).filter((cell) => {
    const enough = factsOf(cohort, cell.condition) >= 2;
    if (!enough) note(`${cohort.id}: no retainability of ${subjectOf(cell)}: fewer than two facts`);
    return enough;
  });
  const retainability = cells.flatMap((cell): RowOf<typeof retainabilityTable>[] => {
    const rows = statistics.retention(cell).points.flatMap(({ t, mean, interval, column }) =>
      interval
        ? {
            run: cohort.id,
            condition: cell.condition,
            depth: cell.depth,
            t,
            mean,
            ...interval,
            facts: clustersIn(cell.tables.retention, column),
            interval_method: statistics.method,
          }
        : [],
    );
    if (rows.length < cell.bins.length) {
      note(
        `${cohort.id}: retainability leaves out times at which fewer than half of a condition's probes were measured`,
      );
    }
    return rows;
  });
  return { tables: { retainability } };
}
