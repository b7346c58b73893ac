import type { RowOf } from '@lethe/contracts';
import type { Sampler } from '../../cohort/bootstrap-statistics.js';
import type { longTail } from '../../tables.js';
import type { LongTail } from './predict-long-tail.js';

/** Rows of the table long_tail. */
export function longTailRows(
  { cohort, method }: Sampler,
  tails: readonly LongTail[],
): RowOf<typeof longTail>[] {
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
      interval_method: method,
    })),
  );
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
