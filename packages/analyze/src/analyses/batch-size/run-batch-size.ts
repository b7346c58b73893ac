import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { omission, withheld } from '../../claims/judge.js';
import { differenceOf } from '../../contrasts/contrast.js';
import { evidenceOf, leastEvidence, type Measured, measureCell } from '../../contrasts/measure-series.js';
import { quantities } from '../../contrasts/quantities.js';
import type { Series } from '../../contrasts/series.js';
import {
  cellsOf,
  detailOf,
  publishedConditions,
  repeatedConditions,
  type Statements,
  seriesHypotheses,
  subjectOf,
} from '../../contrasts/variable-hypotheses.js';
import { batchSize, seriesOf } from '../../contrasts/variables.js';
import { combineGroups } from '../../statistics/combine-groups.js';

import { unjudgedComparison } from '../control-drift/unjudged-comparison.js';

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
      unjudged: unjudgedComparison,
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
      unjudged: unjudgedComparison,
    }),
    ...seriesHypotheses(series, {
      claim: 'F18s' as const,
      quantity: quantities.log10_x_intercept,
      conditions: repeated,
      unjudged: unjudgedComparison,
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
function compositionSuffers(series: Series, condition: string): Statements<'F19'> {
  const depths = ['composition', 'memorization'];
  const cells = depths.map((depth) => cellsOf(series, condition, depth));
  if (cells.some(({ length }) => length < 2)) return [];
  const [composed, verbatim] = depths.map(
    (depth) => measureCell(series, condition, depth, [quantities.log10_x_intercept_tokens])[0],
  );
  const evidence = leastEvidence(
    depths.map((depth) =>
      evidenceOf(
        series.places.map(({ group }) => group),
        condition,
        depth,
      ),
    ),
  );
  if (!composed || !verbatim || !haveSameEnds(composed, verbatim)) {
    const why = 'by the logarithmic law of a depth nothing is ever lost';
    return [withheld(`F19 of ${condition}`, why, { claim: 'F19' as const, evidence })];
  }
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
      unjudged: unjudgedComparison(cells.flat()),
      evidence,
    },
  ];
}

const haveSameEnds = (a: Measured, b: Measured): boolean =>
  [0, -1].every((end) => a.places.at(end)!.value === b.places.at(end)!.value);
