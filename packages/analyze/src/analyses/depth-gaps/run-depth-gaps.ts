import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { withControls } from '../../analysis/group-cells.js';
import { type Hypothesis, type Omission, omission } from '../../claims/judge.js';
import { findCell } from '../../cohort/cohort.js';
import { samplesOf } from '../../contrasts/measure-series.js';
import { quantities } from '../../contrasts/quantities.js';
import { repeatedConditions } from '../../contrasts/variable-hypotheses.js';
import { combine, difference } from '../../statistics/estimate.js';
import { type DesignChecks, unjudgedBy } from '../control-drift/run-control-drift.js';

type ClaimKey = 'F4' | 'F12' | 'F12n';

/** Differences between depths of one condition. */
export function runDepthGaps(context: GroupContext<unknown, { drift: DesignChecks }>): Outcome<ClaimKey> {
  return {
    hypotheses: [
      narrowGap(context),
      ...repeatedConditions.flatMap((condition) => slowerComposition(context, condition)),
    ],
  };
}

/** F4: paraphrase makes the gap between verbatim and reworded probes small beside that of duplication. */
function narrowGap(context: GroupContext): Hypothesis<'F4'> | Omission {
  const { statistics, evidence } = context;
  const gaps = repeatedConditions.map((condition) => {
    const [verbatim, reworded] = ['memorization', 'semantic'].map((depth) => {
      const cell = findCell(statistics.cohort, condition, depth);
      return cell && statistics.crossFittedEffectivity(cell);
    });
    return verbatim && reworded && difference(verbatim, reworded);
  });
  const [duplicated, paraphrased] = gaps;
  if (!duplicated || !paraphrased) {
    return omission(
      'F4',
      'needs two facts each of duplication and paraphrase, with memorization and semantic probes',
    );
  }
  return {
    claim: 'F4',
    subject: '',
    detail: `gaps ${paraphrased.point.toFixed(3)} and ${duplicated.point.toFixed(3)}`,
    estimate: combine((own, other) => Math.abs(own) - other / 2, paraphrased, duplicated),
    evidence: evidence(...withControls(context, 'memorization', ...repeatedConditions)),
  };
}

/** F12: what composed answers lose per decade minus what verbatim ones do. */
function slowerComposition(
  context: GroupContext<unknown, { drift: DesignChecks }>,
  condition: string,
): (Hypothesis<'F12' | 'F12n'> | Omission)[] {
  const { statistics, evidence } = context;
  const cells = ['composition', 'memorization'].map((depth) => findCell(statistics.cohort, condition, depth));
  if (!cells.every((cell) => cell !== undefined)) return [];
  const [composed, verbatim] = samplesOf(
    cells.map((cell) => ({ place: { group: context, fitted: statistics }, cell })),
  );
  return (['F12', 'F12n'] as const).flatMap((claim) => {
    const quantity = claim === 'F12' ? quantities.decay_constant : quantities.cross_fitted_decay_constant;
    const [slow, fast] = [quantity.of(composed!), quantity.of(verbatim!)];
    if (!slow || !fast) return [];
    const conditions = claim === 'F12' ? [condition] : withControls(context, 'memorization', condition);
    const drifts = cells.flatMap((cell) => unjudgedBy(context.needs.drift.get(cell)) ?? []);
    const unjudged = claim === 'F12' ? drifts[0] : undefined;
    const estimate = difference(slow, fast);
    return [{ claim, subject: condition, unjudged, estimate, evidence: evidence(...conditions) }];
  });
}
