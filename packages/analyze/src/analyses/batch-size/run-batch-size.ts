import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { type Hypothesis, omission } from '../../claims/judge.js';
import { differenceOf } from '../../contrasts/contrast.js';
import { leastEvidence, measureCell } from '../../contrasts/measure-series.js';
import { quantities } from '../../contrasts/quantities.js';
import type { Series } from '../../contrasts/series.js';
import {
  detailOf,
  publishedConditions,
  repeatedConditions,
  type Statements,
  seriesHypotheses,
  subjectOf,
} from '../../contrasts/variable-hypotheses.js';
import { batchSize, seriesOf } from '../../contrasts/variables.js';
import { combineGroups } from '../../statistics/combine-groups.js';

type ClaimKey = 'F17' | 'F17n' | 'F18' | 'F18s' | 'F19' | 'F20';

/** Groups of runs whose batches differ in their rows. */
export async function runBatchSize(context: ExperimentContext): Promise<Outcome<ClaimKey> | undefined> {
  const { series, confounded } = await seriesOf(batchSize, context);
  if (confounded.length > 0) {
    return { hypotheses: [omission('F17 to F20', `batches differ together with ${confounded.join(', ')}`)] };
  }
  return series.length === 0 ? undefined : { hypotheses: series.flatMap(hypothesesOf) };
}

function hypothesesOf(series: Series): Statements<ClaimKey> {
  const repeated = repeatedConditions;
  return [
    ...seriesHypotheses(series, {
      claim: 'F17' as const,
      quantity: quantities.decay_constant,
      conditions: repeated,
    }),
    ...seriesHypotheses(series, {
      claim: 'F17n' as const,
      quantity: quantities.cross_fitted_decay_constant,
      conditions: repeated,
    }),
    ...seriesHypotheses(series, {
      claim: 'F18' as const,
      quantity: quantities.log10_x_intercept_tokens,
      conditions: repeated,
    }),
    ...seriesHypotheses(series, {
      claim: 'F18s' as const,
      quantity: quantities.log10_x_intercept,
      conditions: repeated,
    }),
    ...repeated.flatMap((condition) => compositionSuffers(series, condition)),
    ...seriesHypotheses(series, {
      claim: 'F20' as const,
      quantity: quantities.cross_fitted_effectivity,
      conditions: publishedConditions,
    }),
  ];
}

/** F19: what batches do to the x-intercept of composition minus what they do to that of memorization. */
function compositionSuffers(series: Series, condition: string): Hypothesis<'F19'>[] {
  const [composed, verbatim] = ['composition', 'memorization'].map((depth) =>
    measureCell(series, condition, depth, [quantities.log10_x_intercept_tokens]).at(0),
  );
  if (!composed || !verbatim) return [];
  return [
    {
      claim: 'F19',
      subject: subjectOf(composed, condition),
      detail: detailOf(composed),
      // Both differences have the same facts and runs, whether or not those of the two batches are paired.
      estimate: combineGroups(
        (composition, memorization) => composition - memorization,
        [differenceOf(composed), differenceOf(verbatim)],
        true,
      ),
      evidence: leastEvidence([composed.evidence, verbatim.evidence]),
    },
  ];
}
