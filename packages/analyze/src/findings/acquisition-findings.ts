import { columnEstimate, combine } from '../bootstrap/estimate.js';
import { type Draft, stating } from '../claims/claim.js';
import { averageOverEncounters, meanOf } from '../cohort/average-over-encounters.js';
import {
  cellOf,
  correction,
  type FindingContext,
  mainCells,
  sharedDepths,
  withControls,
} from './finding-context.js';
import { forgettingClaims } from './forgetting-claims.js';

/** F1: every encounter raises the log-probability (arXiv 2406.11813, section 4.1). */
export function effectivityIsPositive(context: FindingContext): Draft[] {
  return mainCells(context).map((cell) => ({
    ...stating(forgettingClaims.F1),
    subject: `${cell.condition}, ${cell.depth}`,
    detail: correction(context, cell.depth),
    estimate: averageOverEncounters(context.sampler, cell, 'effectivityAt'),
    conditions: withControls(context, cell.depth, cell.condition),
  }));
}

/** F1t: so it does beyond what the same probe does in the same window of a run without injections. */
export function effectivityExceedsTwin(context: FindingContext): Draft[] {
  return mainCells(context).flatMap((cell) => {
    const means = context.sampler.means(cell, 'twinCorrectedAt');
    if (means.point.length === 0) return [];
    return {
      ...stating(forgettingClaims.F1t),
      subject: `${cell.condition}, ${cell.depth}`,
      detail: '',
      estimate: meanOf(Array.from(means.point, (_, k) => columnEstimate(means, k))),
      conditions: [cell.condition],
    };
  });
}

/** F3: verbatim probes gain more than composed ones (arXiv 2406.11813, section 4.1). */
export function memorizationGainsMost(context: FindingContext): Draft[] {
  const { main, sampler, omit } = context;
  const verbatim = cellOf(context, main, 'memorization');
  const composed = cellOf(context, main, 'composition');
  if (!verbatim || !composed) {
    omit('F3', 'needs probes of memorization and of composition');
    return [];
  }
  return [
    {
      ...stating(forgettingClaims.F3),
      subject: main,
      detail: '',
      estimate: combine(
        (a, b) => a - b,
        averageOverEncounters(sampler, verbatim, 'effectivityAt'),
        averageOverEncounters(sampler, composed, 'effectivityAt'),
      ),
      conditions: withControls(context, 'memorization', main),
    },
  ];
}

/** F5: the same text again teaches more than other wordings (arXiv 2406.11813, section 4.2). */
export function duplicationGainsMore(context: FindingContext): Draft[] {
  const { sampler } = context;
  return sharedDepths(context, 'F5', 'duplication', 'paraphrase').map((depth) => ({
    ...stating(forgettingClaims.F5),
    subject: depth,
    detail: '',
    estimate: combine(
      (a, b) => a - b,
      averageOverEncounters(sampler, cellOf(context, 'duplication', depth)!, 'effectivityAt'),
      averageOverEncounters(sampler, cellOf(context, 'paraphrase', depth)!, 'effectivityAt'),
    ),
    conditions: withControls(context, depth, 'duplication', 'paraphrase'),
  }));
}

/** F7: the first encounter teaches most (arXiv 2406.11813, appendix H). */
export function firstEncounterGainsMost(context: FindingContext): Draft[] {
  const { sampler, omit } = context;
  return mainCells(context).flatMap((cell) => {
    const subject = `${cell.condition}, ${cell.depth}`;
    if (cell.encounters < 2) {
      omit(`F7 of ${subject}`, 'needs two encounters per fact');
      return [];
    }
    return {
      ...stating(forgettingClaims.F7),
      subject,
      detail: '',
      estimate: combine(
        (first, later) => first - later,
        sampler.controlled(cell, 'effectivityAt', 0),
        averageOverEncounters(sampler, cell, 'effectivityAt', 1),
      ),
      conditions: withControls(context, cell.depth, cell.condition),
    };
  });
}
