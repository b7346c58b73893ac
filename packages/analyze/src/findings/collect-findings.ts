import { concludeDraft, type Draft, draftId, type Finding } from '../claims/claim.js';
import type { Sampler } from '../cohort/bootstrap-statistics.js';
import { factsOf } from '../cohort/cohort.js';
import { CONTROL } from '../measurements.js';
import {
  duplicationGainsMore,
  effectivityExceedsTwin,
  effectivityIsPositive,
  firstEncounterGainsMost,
  memorizationGainsMost,
} from './acquisition-findings.js';
import { controlsStayPut } from './control-findings.js';
import type { FindingContext } from './finding-context.js';
import {
  decayConstantIsKnown,
  decaysLogarithmically,
  duplicationAdvantageFades,
  paraphraseDecaysSlower,
  thresholdIsKnown,
} from './forgetting-findings.js';
import { ratchet } from './ratchet-findings.js';

const judged: readonly ((context: FindingContext) => Draft[])[] = [
  effectivityIsPositive,
  effectivityExceedsTwin,
  ratchet,
  memorizationGainsMost,
  duplicationGainsMore,
  duplicationAdvantageFades,
  firstEncounterGainsMost,
  decaysLogarithmically,
  decayConstantIsKnown,
  paraphraseDecaysSlower,
  thresholdIsKnown,
  controlsStayPut,
];

/**
 * Judges every claim that the cohort can speak to; says of the others why it cannot.
 * @param label what sets the cohort apart, such as `bs=32`; empty where there is one cohort
 * @param log prints one line
 * @param extra claims about what else was computed from the cohort
 */
export function collectFindings(
  sampler: Sampler,
  label: string,
  log: (line: string) => void,
  extra: readonly Draft[] = [],
): Finding[] {
  const { cohort, level } = sampler;
  const suffix = label === '' ? '' : `@${cohort.id}`;
  const omit = (id: string, why: string): void => log(`finding ${id}${suffix} is left out: ${why}`);
  const main = cohort.conditions.find((condition) => condition !== CONTROL);
  if (main === undefined) {
    omit('(all)', 'no facts are injected');
    return [];
  }
  let without = 0;
  const context: FindingContext = { sampler, main, omit };
  const findings = [...judged.flatMap((draftsOf) => draftsOf(context)), ...extra].flatMap((draft) => {
    const finding = concludeDraft(draft, cohort.runs.length, level, (name) => factsOf(cohort, name));
    if (!finding) {
      omit(draftId(draft), 'its value is not a finite number; too little was measured');
      return [];
    }
    const id = `${finding.id}${suffix}`;
    if (!finding.interval) without++;
    return { ...finding, id, subject: label === '' ? finding.subject : `[${label}] ${finding.subject}` };
  });
  if (without > 0) {
    log(
      `${cohort.id}: ${without} findings have no interval: a condition that they rest on has fewer than two facts`,
    );
  }
  return findings;
}
