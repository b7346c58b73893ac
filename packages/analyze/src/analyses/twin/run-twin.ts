import type { RowOf } from '@lethe/contracts';
import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { mainCells, subjectOf } from '../../analysis/group-cells.js';
import { type Hypothesis, type Omission, omission } from '../../claims/judge.js';
import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { factsOf } from '../../cohort/cohort.js';
import { type SpillOver, spillOver } from '../../cohort/spill-over.js';
import { natsPer } from '../../measurements/log-unit.js';
import { CONTROL } from '../../measurements/measurements.js';
import { formatInterval, formatValue } from '../../statistics/format-value.js';
import { intervalOf, methodOf } from '../../statistics/interval-of.js';
import { rangeOf, TOO_FEW_TIMES } from '../decay/run-decay.js';
import type { spillOverTable } from './spill-over-table.js';

type Claims = 'F1t' | 'F11twin';
type Row = RowOf<typeof spillOverTable>;

/**
 * Effectivity and the decay constant beyond the twin, at every depth of the main condition, and what injections do to
 * controls; nothing without a twin.
 */
export function runTwin(
  context: GroupContext,
): Outcome<Claims, readonly SpillOver[], { spill_over: typeof spillOverTable }> {
  const spills = spillOver(context.statistics);
  const rows = spills.flatMap((spill) => rowsOf(context.statistics, spill));
  for (const { depth, period, mean, low, high } of rows) {
    const interval = low === null || high === null ? '' : ` ${formatInterval(low, high)}`;
    const when = period === 'windows' ? 'in the windows of encounters' : 'after the last of them';
    context.note(
      `${context.statistics.cohort.id}: controls gain ${formatValue(mean)}${interval} ${natsPer(context.options.unit)} (${depth}) from injections of other facts ${when}: so much is subtracted with controls and not with the twin`,
    );
  }
  return {
    hypotheses: mainCells(context).flatMap((cell): (Hypothesis<Claims> | Omission)[] => {
      const estimate = context.statistics.crossFittedEffectivity(cell, undefined, 'twin');
      if (!estimate) return [];
      const common = { subject: subjectOf(cell), evidence: context.evidence(cell.condition) };
      const fit = context.statistics.crossFittedRetention(cell, 'twin')?.logarithmic;
      return [
        { ...common, claim: 'F1t', estimate },
        fit
          ? { ...common, claim: 'F11twin', detail: rangeOf(fit), estimate: fit.estimates[1]! }
          : omission(`F11twin of ${subjectOf(cell)}`, TOO_FEW_TIMES),
      ];
    }),
    tables: { spill_over: rows },
    result: spills,
  };
}

function rowsOf({ cohort, level }: BootstrapStatistics, spill: SpillOver): Row[] {
  const facts = factsOf(cohort, CONTROL);
  return (['windows', 'after'] as const).flatMap((period): Row[] => {
    const estimate = spill[period];
    if (!Number.isFinite(estimate.point)) return [];
    const interval = facts < 2 ? undefined : intervalOf(estimate, level);
    return [
      {
        group: cohort.id,
        depth: spill.depth,
        period,
        mean: estimate.point,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        facts,
        interval_method: methodOf(estimate),
      },
    ];
  });
}
