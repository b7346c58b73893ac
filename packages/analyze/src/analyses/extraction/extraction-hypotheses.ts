import { type Hypothesis, type Omission, omission } from '../../claims/judge.js';
import type { RunSetting } from '../../settings/run-setting.js';
import { nameWithout } from '../../settings/setting-names.js';
import { compareGroups } from './compare-groups.js';
import type { extractionClaims } from './extraction-claims.js';
import { type ExtractionGroup, hasLearnt, isFineTuned, LEARNT, shareOf } from './extraction-group.js';
import { fineTuningText, gap, hypothesesOf, type Statement } from './statement.js';

type ClaimKey = keyof typeof extractionClaims;

/**
 * What arXiv 2508.00901 and the toy that reconstructs it say of acquisition and extraction: groups of runs against
 * fixed numbers, and against one another where they differ in one thing only. What fine-tuning extracts is judged where
 * it has taught the questions that it showed.
 */
export function extractionHypotheses(
  groups: readonly ExtractionGroup[],
): (Hypothesis<ClaimKey> | Omission<ClaimKey>)[] {
  const tuned = groups.filter(isFineTuned);
  return [
    ...hypothesesOf([...groups.flatMap(acquisition), ...tuned.flatMap(extraction), ...compareGroups(groups)]),
    ...tuned.filter((group) => !hasLearnt(group)).map(unfinished),
  ];
}

function unfinished(group: ExtractionGroup): Omission {
  const { name, shares } = group;
  const why = Number.isNaN(shares.trained.point)
    ? 'it was not asked the questions of fine-tuning'
    : `its fine-tuning took ${fineTuningText(group)}, below ${LEARNT}: data.order.steps may be too few`;
  return omission(`G3 to G11 of ${nameWithout(name)}`, why);
}

/** G1: pretraining reaches the entropy of its rows, and the facts are stored. */
function acquisition(group: ExtractionGroup): Statement<ClaimKey>[] {
  if (isFineTuned(group) || group.setting.multiplicity === null) return [];
  const shared = { subject: nameWithout(group.name), groups: [group] };
  return [
    { ...shared, claim: 'G1', estimate: group.excessLoss },
    { ...shared, claim: 'G1b', estimate: shareOf(group, 'stored') },
  ];
}

/** G3, G7, G11: what fine-tuning gives, by multiplicity. */
function extraction(group: ExtractionGroup): Statement<ClaimKey>[] {
  const { model, multiplicity: K } = group.setting;
  const shared = { subject: nameWithout(group.name), detail: fineTuningText(group), groups: [group] };
  const heldOut = shareOf(group, 'heldOut');
  if (!hasLearnt(group)) return [];
  if (model === 'attention only') return [{ ...shared, claim: 'G11', estimate: heldOut }];
  if (model !== 'attention + MLP' || K === null) return [];
  const statements: Statement<ClaimKey>[] = [];
  if (isToy(group.setting) && K <= 2) statements.push({ ...shared, claim: 'G3few', estimate: heldOut });
  if (isToy(group.setting) && K >= 8) statements.push({ ...shared, claim: 'G3enough', estimate: heldOut });
  if (K <= 2) statements.push({ ...shared, claim: 'G7', estimate: gap(shareOf(group, 'trained'), heldOut) });
  return statements;
}

/** The sizes for which the toy's numbers are known: |R| = 64, N_f = 16 of 128 subjects. */
const isToy = ({ templates, fineTuned, subjects }: RunSetting): boolean =>
  templates === 64 && fineTuned === 16 && subjects === 128;
