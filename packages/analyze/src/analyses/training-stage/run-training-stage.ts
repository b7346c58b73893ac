import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { omission } from '../../claims/judge.js';
import { slopeWeights } from '../../contrasts/contrast.js';
import type { Measured } from '../../contrasts/measure-series.js';
import { quantities } from '../../contrasts/quantities.js';
import { isNumeric, type Series } from '../../contrasts/series.js';
import { settingsOf } from '../../contrasts/settings.js';
import {
  publishedConditions,
  repeatedConditions,
  type Statements,
  seriesHypotheses,
} from '../../contrasts/variable-hypotheses.js';
import { seriesOf, trainingStage } from '../../contrasts/variables.js';
import { countParameters } from '../../read/checkpoint.js';
import { combineGroups } from '../../statistics/combine-groups.js';
import type { Estimate } from '../../statistics/estimate.js';
import { unjudgedComparison } from '../control-drift/unjudged-comparison.js';
import { meanLearningRate } from './mean-learning-rate.js';

type ClaimKey = 'F8' | 'F14' | 'F14constant' | 'F14n' | 'F14nconstant' | 'F21';

/** Groups of runs that go on from checkpoints of different ages. */
export async function runTrainingStage(context: ExperimentContext): Promise<Outcome<ClaimKey> | undefined> {
  const { series, confounded } = await seriesOf(trainingStage, context);
  if (confounded.length > 0) {
    const why = `checkpoints differ together with ${confounded.join(', ')}`;
    return { hypotheses: [omission('F8, F14 and F21', why)] };
  }
  if (series.length === 0) return undefined;
  const sizes = series.map(parametersOf);
  const hypotheses: Statements<ClaimKey> = [];
  for (const [i, one] of series.entries()) {
    const detail = optimizerOf(one);
    hypotheses.push(...noGrowth(one, detail), ...(await slowerDecay(one, detail)));
    if (sizes[i] === Math.min(...sizes)) hypotheses.push(...unstableEarly(one, detail));
  }
  return { hypotheses };
}

/** F8: the slope of effectivity over the decades of training, as a share of that of the earliest checkpoint. */
function noGrowth(series: Series, detail: string): Statements<'F8'> {
  // The initial model has no place on a logarithmic axis.
  if (!isNumeric(series.places)) return [];
  const estimate = ({ places, aligned }: Measured): Estimate => {
    const weights = slopeWeights(places.map(({ x }) => Math.log10(x!)));
    return combineGroups(
      (...values) => values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / values[0]!,
      places.map((place) => place.estimate),
      aligned,
    );
  };
  const { cross_fitted_effectivity: quantity } = quantities;
  return seriesHypotheses(series, {
    claim: 'F8' as const,
    quantity,
    conditions: publishedConditions,
    estimate,
    detail,
  });
}

/** Learning rates that are closer than this share are one. */
const SAME_RATE = 0.05;

/** F14: which of its variants applies is told by the learning rates at which the groups were trained. */
async function slowerDecay(
  series: Series,
  detail: string,
): Promise<Statements<'F14' | 'F14constant' | 'F14n' | 'F14nconstant'>> {
  const ends = [series.places[0]!, series.places.at(-1)!];
  const [early, late] = await Promise.all(ends.map(({ group }) => meanLearningRate(group.runs[0]!.train)));
  const change = late! / early! - 1;
  if (!(change <= SAME_RATE)) {
    return [omission('F14', 'the learning rate of late checkpoints is higher than that of early ones')];
  }
  const fallen = change < -SAME_RATE;
  const common = {
    conditions: ['duplication'],
    detail: [`learning rates ${early!.toPrecision(3)} and ${late!.toPrecision(3)}`, detail]
      .filter((part) => part !== '')
      .join('; '),
  };
  return [
    ...seriesHypotheses(series, {
      ...common,
      claim: fallen ? ('F14' as const) : ('F14constant' as const),
      quantity: quantities.decay_constant,
      unjudged: unjudgedComparison,
    }),
    ...seriesHypotheses(series, {
      ...common,
      claim: fallen ? ('F14n' as const) : ('F14nconstant' as const),
      quantity: quantities.cross_fitted_decay_constant,
    }),
  ];
}

/** F21: of the smallest model alone. */
const unstableEarly = (series: Series, detail: string): Statements<'F21'> =>
  seriesHypotheses(series, {
    claim: 'F21' as const,
    quantity: quantities.log_law_misfit,
    conditions: repeatedConditions,
    unjudged: unjudgedComparison,
    detail,
  });

const parametersOf = ({ places }: Series): number => countParameters(places[0]!.group.runs[0]!.train) ?? 0;

/** Whether the optimizer went on from the checkpoint or began anew, where the manifest tells. */
function optimizerOf({ places }: Series): string {
  const value = settingsOf(places[0]!.group.runs[0]!, []).get('train.from.optimizer');
  return value === undefined ? '' : `optimizer ${JSON.parse(value)}`;
}
