import type { RowOf } from '@lethe/contracts';
import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { methodOf } from '../../statistics/interval-of.js';
import type { TraceFit } from '../traces/fit-traces.js';
import { longTailHypotheses } from './long-tail-hypotheses.js';
import type { LongTailOptions } from './long-tail-options.js';
import type { longTailTable } from './long-tail-table.js';
import { type LongTail, predictLongTail } from './predict-long-tail.js';

/** What fitted traces come to in facts that come more or less often. */
export function runLongTail({
  statistics,
  evidence,
  options: { longTail },
  needs: { traces },
}: GroupContext<LongTailOptions, { traces: readonly TraceFit[] }>): Outcome<
  'F22' | 'F23',
  readonly LongTail[],
  { long_tail: typeof longTailTable }
> {
  const tails = predictLongTail(statistics, traces, longTail);
  return {
    hypotheses: longTailHypotheses(evidence, tails, longTail),
    tables: { long_tail: longTailRows(statistics, tails) },
    result: tails,
  };
}

/** Rows of the table long_tail. */
export function longTailRows(
  { cohort }: BootstrapStatistics,
  tails: readonly LongTail[],
): RowOf<typeof longTailTable>[] {
  return tails.flatMap(({ fit, points, logThreshold, thresholdInterval }) =>
    points.map(({ process, deduplication, interval, rank, level, levelInterval, accumulates }) => ({
      run: cohort.id,
      condition: fit.cell.condition,
      depth: fit.cell.depth,
      decay: fit.decay.name,
      process,
      deduplication,
      interval,
      rank,
      level: finiteOrNull(level.point),
      low: levelInterval?.low ?? null,
      high: levelInterval?.high ?? null,
      accumulates: accumulates === undefined ? 'undecided' : accumulates ? 'yes' : 'no',
      log10_threshold: finiteOrNull(logThreshold.point),
      log10_threshold_low: thresholdInterval?.low ?? null,
      log10_threshold_high: thresholdInterval?.high ?? null,
      seeds: cohort.runs.length,
      interval_method: methodOf(level),
    })),
  );
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
