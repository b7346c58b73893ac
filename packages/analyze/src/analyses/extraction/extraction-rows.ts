import type { RowOf } from '@lethe/contracts';
import type { Resampling } from '../../settings/resampling.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { errorShares, isHeldOut } from './answer-statistics.js';
import type { AnsweredRun } from './extraction-group.js';
import type { extractionTable } from './extraction-table.js';
import { type ShareEstimate, shareEstimator } from './share-estimate.js';

/** Rows of the extraction table, one per run, with intervals over the facts of the run. */
export function extractionRows(
  runs: readonly AnsweredRun[],
  resampling: Resampling,
  level: number,
): RowOf<typeof extractionTable>[] {
  const estimate = shareEstimator(resampling);
  return runs.map((answered) => {
    const { run, setting, questions, steps, loss, entropyFloor } = answered;
    const { shares } = estimate([answered]);
    const errors = errorShares(questions);
    const [suppressed, overwritten, neverStored] = (
      ['suppressed', 'overwritten', 'neverStored'] as const
    ).map((name) => withInterval(shares[name], level)) as [Quantity, Quantity, Quantity];
    return {
      run: run.id,
      model: setting.model,
      fine_tuning: setting.fineTuning,
      lora_rank: setting.loraRank,
      steps,
      multiplicity: setting.multiplicity,
      templates: setting.templates,
      fine_tuned: setting.fineTuned,
      questions: questions.filter(isHeldOut).length,
      held_out: known(shares.heldOut),
      held_out_restricted: known(shares.heldOutRestricted),
      held_out_restricted_before: known(shares.heldOutRestrictedBefore),
      right: known(shares.right),
      suppressed: suppressed.share,
      suppressed_low: suppressed.low,
      suppressed_high: suppressed.high,
      overwritten: overwritten.share,
      overwritten_low: overwritten.low,
      overwritten_high: overwritten.high,
      never_stored: neverStored.share,
      never_stored_low: neverStored.low,
      never_stored_high: neverStored.high,
      trained: known(shares.trained),
      stored: known(shares.stored),
      error_classes: [...errors.keys()],
      error_shares: [...errors.values()],
      loss,
      entropy_floor: entropyFloor,
    };
  });
}

interface Quantity {
  share: number | null;
  low: number | null;
  high: number | null;
}

function withInterval(estimate: ShareEstimate, level: number): Quantity {
  const interval = estimate.facts < 2 ? undefined : intervalOf(estimate, level);
  return { share: known(estimate), low: interval?.low ?? null, high: interval?.high ?? null };
}

const known = ({ point }: ShareEstimate): number | null => (Number.isNaN(point) ? null : point);
