import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { omission } from '../../claims/judge.js';
import { quantities } from '../../contrasts/quantities.js';
import { publishedConditions, seriesHypotheses } from '../../contrasts/variable-hypotheses.js';
import { modelSize, seriesOf } from '../../contrasts/variables.js';

/** Groups of runs whose models differ in their numbers of parameters. */
export async function runModelSize(context: ExperimentContext): Promise<Outcome<'F9'> | undefined> {
  const { series, confounded } = await seriesOf(modelSize, context);
  if (confounded.length > 0) {
    return { hypotheses: [omission('F9', `models differ together with ${confounded.join(', ')}`)] };
  }
  if (series.length === 0) return undefined;
  return {
    hypotheses: series.flatMap((one) =>
      seriesHypotheses(one, {
        claim: 'F9' as const,
        quantity: quantities.cross_fitted_effectivity,
        conditions: publishedConditions,
      }),
    ),
  };
}
