import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { subjectOf } from '../../analysis/group-cells.js';
import { omission, withheld } from '../../claims/judge.js';
import { tokensPerStep } from '../../cohort/cohort.js';
import { combine } from '../../statistics/estimate.js';
import { formatValue } from '../../statistics/format-value.js';
import { type DesignChecks, unjudgedBy } from '../control-drift/run-control-drift.js';
import { type CellDecay, rangeOf, sourceDetail } from '../decay/run-decay.js';

/** log10 of the tokens in OLMo-7B at its middle checkpoint (arXiv 2406.11813, table 6), by condition and depth. */
const middleOf7B: Record<string, Record<string, string>> = {
  duplication: { memorization: '11.02', semantic: '10.98', composition: '11.32' },
  paraphrase: { memorization: '11.37', semantic: '10.94', composition: '11.88' },
};

/** Tokens of a batch in the source, 2,048 rows of 2,048. */
const TOKENS_PER_STEP = 2048 * 2048;
/** A time in tokens tells nothing of another batch size: an update of a thousandth of the tokens forgets as much. */
const COMPARABLE = 10;

/**
 * The time until nothing is left, extrapolated from the logarithmic law, as in the source; where that rises there is no
 * such time.
 */
export function runTimeToForget({
  statistics,
  evidence,
  needs: { decay, drift },
}: GroupContext<unknown, { decay: readonly CellDecay[]; drift: DesignChecks }>): Outcome<'F16'> {
  const tokens = tokensPerStep(statistics.cohort);
  if (tokens === null) {
    const why = 'needs the tokens of a training step, the same in all seeds';
    return { hypotheses: decay.length > 0 ? [omission('F16', why)] : [] };
  }
  if (decay.length > 0 && Math.abs(Math.log10(tokens / TOKENS_PER_STEP)) > Math.log10(COMPARABLE)) {
    const why = `not comparable: a step has ${Math.round(tokens)} tokens here, ${TOKENS_PER_STEP} in the source; the table fits has the time`;
    return { hypotheses: [omission('F16', why)] };
  }
  return {
    hypotheses: decay.map(({ cell, fit }) => {
      const steps = fit.xIntercept.log10;
      const common = { claim: 'F16' as const, evidence: evidence(cell.condition) };
      if (!Number.isFinite(steps)) {
        return withheld(`F16 of ${subjectOf(cell)}`, 'by its logarithmic law nothing is ever lost', common);
      }
      return {
        ...common,
        subject: subjectOf(cell),
        detail: `extrapolated from ${rangeOf(fit)}; log10 of the steps ${formatValue(steps)}`,
        unjudged: unjudgedBy(drift.get(cell)),
        sourceDetail: sourceDetail(middleOf7B, cell),
        estimate: combine(
          (intercept, constant) => fit.model.log10TimeOf([intercept, constant], 0) + Math.log10(tokens),
          fit.estimates[0]!,
          fit.estimates[1]!,
        ),
      };
    }),
  };
}
