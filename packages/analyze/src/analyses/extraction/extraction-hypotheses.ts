import type { Hypothesis } from '../../claims/judge.js';
import { difference, type Estimate } from '../../statistics/estimate.js';
import type { ExtractionSetting } from './describe-run.js';
import type { extractionClaims } from './extraction-claims.js';
import type { ExtractionGroup, Statistic } from './extraction-group.js';

type ClaimKey = keyof typeof extractionClaims;

/** Claims about one group, or about two that differ in one thing. */
interface Statement {
  claim: ClaimKey;
  subject: string;
  estimate: Estimate | undefined;
  groups: readonly ExtractionGroup[];
}

/**
 * What arXiv 2508.00901 and the toy that reconstructs it say of acquisition and extraction: groups of runs against
 * fixed numbers, and against one another where they differ in one thing only.
 */
export function extractionHypotheses(groups: readonly ExtractionGroup[]): Hypothesis<ClaimKey>[] {
  return [
    ...groups.flatMap(acquisition),
    ...groups.filter(isFineTuned).flatMap(extraction),
    ...multiplicityHelps(groups),
    ...lowRankSuffices(groups),
    ...mlpIsNeeded(groups),
  ].flatMap(({ claim, subject, estimate, groups: members }) => {
    if (!estimate) return [];
    const seeds = Math.min(...members.map((group) => group.seeds));
    const facts = Math.min(...members.map((group) => group.facts));
    return { claim, subject, estimate, evidence: { seeds, facts } };
  });
}

const isFineTuned = ({ setting }: ExtractionGroup): boolean => setting.fineTuning !== 'none';

/** `attention + MLP, K=4, rank 1`. */
function nameSetting({ model, multiplicity, fineTuning }: ExtractionSetting, without = ''): string {
  return [
    without === 'model' ? '' : model,
    without === 'multiplicity' || multiplicity === null ? '' : `K=${multiplicity}`,
    without === 'fineTuning' || fineTuning === 'none' ? '' : fineTuning,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** G1: pretraining reaches the entropy of its rows, and the facts are stored. */
function acquisition(group: ExtractionGroup): Statement[] {
  if (isFineTuned(group) || group.setting.multiplicity === null) return [];
  const shared = { subject: nameSetting(group.setting), groups: [group] };
  return [
    {
      ...shared,
      claim: 'G1',
      estimate: group.excessLoss,
    },
    {
      ...shared,
      claim: 'G1b',
      estimate: present(group, 'stored'),
    },
  ];
}

/** G3, G7: what fine-tuning gives, by multiplicity. */
function extraction(group: ExtractionGroup): Statement[] {
  const { model, multiplicity: K } = group.setting;
  const shared = { subject: nameSetting(group.setting), groups: [group] };
  const statements: Statement[] = [];
  if (isToy(group.setting) && model === 'attention + MLP' && (K! <= 2 || K! >= 8)) {
    const few = K! <= 2;
    statements.push({
      ...shared,
      claim: few ? 'G3few' : 'G3enough',
      estimate: present(group, 'heldOut'),
    });
  }
  if (model === 'attention only') {
    statements.push({
      ...shared,
      claim: 'G11',
      estimate: present(group, 'heldOut'),
    });
  }
  // Rank 1 cannot learn the questions by heart.
  if (K !== null && K <= 2 && model === 'attention + MLP' && group.setting.fineTuning !== 'rank 1') {
    statements.push({
      ...shared,
      claim: 'G7',
      estimate: gap(present(group, 'trained'), present(group, 'heldOut')),
    });
  }
  return statements;
}

/** The sizes for which the toy's numbers are known: |R| = 64, N_f = 16 of 128 subjects. */
const isToy = ({ templates, fineTuned, subjects, multiplicity }: ExtractionSetting): boolean =>
  templates === 64 && fineTuned === 16 && subjects === 128 && multiplicity !== null;

/** G3: extraction grows with the templates in which each fact is told. */
function multiplicityHelps(groups: readonly ExtractionGroup[]): Statement[] {
  return alikeBut('multiplicity', groups.filter(isFineTuned)).flatMap((members) => {
    const sorted = members
      .filter(({ setting }) => setting.multiplicity !== null && setting.model !== 'attention only')
      .sort((a, b) => a.setting.multiplicity! - b.setting.multiplicity!);
    const [fewest, most] = [sorted[0], sorted.at(-1)];
    if (!fewest || !most || fewest === most) return [];
    return {
      claim: 'G3growth',
      subject: `${nameSetting(most.setting, 'multiplicity')}, K=${most.setting.multiplicity} - K=${fewest.setting.multiplicity}`,
      estimate: gap(present(most, 'heldOut'), present(fewest, 'heldOut')),
      groups: [fewest, most],
    };
  });
}

/** G9: where full fine-tuning extracts, so does low rank. */
function lowRankSuffices(groups: readonly ExtractionGroup[]): Statement[] {
  return alikeBut('fineTuning', groups).flatMap((members) => {
    const full = members.find(({ setting }) => setting.fineTuning === 'full');
    if (!full || !(full.shares.heldOut.point > 0.5)) return [];
    return members
      .filter(({ setting }) => setting.fineTuning === 'LoRA' || setting.fineTuning === 'rank 1')
      .map((low) => ({
        claim: 'G9',
        subject: `${nameSetting(low.setting)} - full`,
        estimate: gap(present(low, 'heldOut'), present(full, 'heldOut')),
        groups: [low, full],
      }));
  });
}

/** G11: the MLP is what extraction needs. */
function mlpIsNeeded(groups: readonly ExtractionGroup[]): Statement[] {
  return alikeBut('model', groups.filter(isFineTuned)).flatMap((members) => {
    const of = (model: string) => members.find(({ setting }) => setting.model === model);
    const [both, alone] = [of('attention + MLP'), of('attention only')];
    // Where neither extracts, there is nothing to compare.
    if (!both || !alone || !(both.shares.heldOut.point > 0.5)) return [];
    return {
      claim: 'G11against',
      subject: nameSetting(both.setting, 'model'),
      estimate: gap(present(both, 'heldOut'), present(alone, 'heldOut')),
      groups: [both, alone],
    };
  });
}

/** Groups of groups that agree in everything but one key of their setting. */
function alikeBut(key: keyof ExtractionSetting, groups: readonly ExtractionGroup[]): ExtractionGroup[][] {
  const alike = new Map<string, ExtractionGroup[]>();
  for (const group of groups) {
    const { [key]: _varied, world: _world, ...rest } = group.setting;
    const name = JSON.stringify(rest);
    alike.set(name, [...(alike.get(name) ?? []), group]);
  }
  return [...alike.values()];
}

/** A share that was asked for, else nothing. */
function present(group: ExtractionGroup, statistic: Statistic): Estimate | undefined {
  const estimate = group.shares[statistic];
  return Number.isNaN(estimate.point) ? undefined : estimate;
}

const gap = (a: Estimate | undefined, b: Estimate | undefined): Estimate | undefined =>
  a && b && difference(a, b);
