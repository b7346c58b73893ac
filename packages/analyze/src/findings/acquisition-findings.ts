import { combine } from '../bootstrap/estimate.js';
import { averageOverEncounters } from './average-over-encounters.js';
import type { Draft } from './claim.js';
import {
  cellOf,
  correction,
  type FindingContext,
  mainCells,
  sharedDepths,
  withControls,
} from './finding-context.js';

/** F1: every encounter raises the log-probability (arXiv 2406.11813, section 4.1). */
export function effectivityIsPositive(context: FindingContext): Draft[] {
  return mainCells(context).map((cell) => ({
    number: 'F1',
    subject: `${cell.condition}, ${cell.depth}`,
    topic: 'effectivity net of controls is above 0 nats/token',
    detail: correction(context, cell.depth),
    sourceValue: '> 0 in every scenario, depth and stage',
    estimate: averageOverEncounters(context.sampler, cell, 'effectivityAt'),
    claim: { above: 0 },
    conditions: withControls(context, cell.depth, cell.condition),
  }));
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
      number: 'F3',
      subject: main,
      topic: 'memorization gains more per encounter than composition (difference)',
      detail: '',
      sourceValue: '> 0; memorization > semantic > composition',
      estimate: combine(
        (a, b) => a - b,
        averageOverEncounters(sampler, verbatim, 'effectivityAt'),
        averageOverEncounters(sampler, composed, 'effectivityAt'),
      ),
      claim: { above: 0 },
      conditions: withControls(context, 'memorization', main),
    },
  ];
}

/** F5: the same text again teaches more than other wordings (arXiv 2406.11813, section 4.2). */
export function duplicationGainsMore(context: FindingContext): Draft[] {
  const { sampler } = context;
  return sharedDepths(context, 'F5', 'duplication', 'paraphrase').map((depth) => ({
    number: 'F5',
    subject: depth,
    topic: 'duplication gains more per encounter than paraphrase (difference)',
    detail: '',
    sourceValue: '> 0 at every depth',
    estimate: combine(
      (a, b) => a - b,
      averageOverEncounters(sampler, cellOf(context, 'duplication', depth)!, 'effectivityAt'),
      averageOverEncounters(sampler, cellOf(context, 'paraphrase', depth)!, 'effectivityAt'),
    ),
    claim: { above: 0 },
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
      number: 'F7',
      subject,
      topic: 'the first encounter gains more than later ones (difference of means)',
      detail: '',
      sourceValue: '> 0; flat from the second on',
      estimate: combine(
        (first, later) => first - later,
        sampler.controlled(cell, 'effectivityAt', 0),
        averageOverEncounters(sampler, cell, 'effectivityAt', 1),
      ),
      claim: { above: 0 },
      conditions: withControls(context, cell.depth, cell.condition),
    };
  });
}
