import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { pairedCells } from '../../analysis/group-cells.js';
import { omission } from '../../claims/judge.js';
import { difference } from '../../statistics/estimate.js';
import { rangeOf, TOO_FEW_TIMES } from '../decay/run-decay.js';

/** The decay constant of paraphrase minus that of duplication, by depth. */
export function runParaphraseDecay(context: GroupContext): Outcome<'F13'> {
  const pairs = pairedCells(context, 'duplication', 'paraphrase');
  if (pairs.length === 0) {
    return { hypotheses: [omission('F13', 'needs facts of both duplication and paraphrase')] };
  }
  return {
    hypotheses: pairs.map(([duplicated, paraphrased]) => {
      const same = context.statistics.retention(duplicated).logarithmic;
      const other = context.statistics.retention(paraphrased).logarithmic;
      if (!same || !other) return omission(`F13 of ${duplicated.depth}`, TOO_FEW_TIMES);
      return {
        claim: 'F13',
        subject: duplicated.depth,
        detail: rangeOf(same),
        estimate: difference(other.estimates[1]!, same.estimates[1]!),
        evidence: context.evidence('duplication', 'paraphrase'),
      };
    }),
  };
}
