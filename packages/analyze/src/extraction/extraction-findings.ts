import { combine, type Estimate } from '../bootstrap/estimate.js';
import { type Claim, concludeDraft, type Finding } from '../findings/claim.js';
import type { ExtractionSetting } from './describe-run.js';
import type { ExtractionGroup, Statistic } from './extraction-group.js';

const SOURCE = 'arXiv 2508.00901';

/** What is said of one group, or of two that differ in one thing. */
interface Statement {
  number: string;
  subject: string;
  topic: string;
  sourceValue: string;
  estimate: Estimate | undefined;
  claim: Claim;
  groups: readonly ExtractionGroup[];
}

/**
 * Judges what arXiv 2508.00901 and the toy that reconstructs it say of acquisition and extraction: groups of runs
 * against fixed numbers, and against one another where they differ in one thing only.
 * @param level of the intervals
 */
export function extractionFindings(groups: readonly ExtractionGroup[], level: number): Finding[] {
  return [
    ...groups.flatMap(acquisition),
    ...groups.filter(isFineTuned).flatMap(extraction),
    ...multiplicityHelps(groups),
    ...lowRankSuffices(groups),
    ...mlpIsNeeded(groups),
  ].flatMap(({ estimate, groups: members, ...rest }) => {
    if (!estimate) return [];
    const seeds = Math.min(...members.map((group) => group.seeds));
    const facts = Math.min(...members.map((group) => group.facts));
    const draft = { ...rest, detail: '', estimate, conditions: ['facts'] };
    return concludeDraft(draft, seeds, level, () => facts) ?? [];
  });
}

const isFineTuned = ({ setting }: ExtractionGroup): boolean => setting.fineTuning !== 'none';

/** `attention + MLP, K=4, rank 1`. */
export function nameSetting({ model, multiplicity, fineTuning }: ExtractionSetting, without = ''): string {
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
      number: 'G1',
      topic: 'pretraining loss is within 0.01 nats of the entropy of its rows (excess)',
      sourceValue: `near-optimal (${SOURCE}); at most 0.002 in the toy`,
      estimate: group.excessLoss,
      claim: { below: 0.01 },
    },
    {
      ...shared,
      number: 'G1b',
      topic: 'facts are recalled in the words of pretraining (share)',
      sourceValue: '1.00',
      estimate: present(group, 'stored'),
      claim: { above: 0.999 - 1e-9 },
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
      number: 'G3',
      topic: few
        ? 'too few templates: held-out questions are not answered (exact match)'
        : 'enough templates: held-out questions are answered (exact match)',
      sourceValue: few ? '0.00' : '1.00',
      estimate: present(group, 'heldOut'),
      claim: few ? { below: 0.1 } : { above: 0.9 },
    });
  }
  if (model === 'attention only') {
    statements.push({
      ...shared,
      number: 'G11',
      topic: 'attention alone answers no held-out question (exact match)',
      sourceValue: '0.00 at every K',
      estimate: present(group, 'heldOut'),
      claim: { below: 0.05 },
    });
  }
  if (K !== null && K <= 2 && model === 'attention + MLP') {
    statements.push({
      ...shared,
      number: 'G7',
      topic:
        'a model that fails on held-out questions answers those of fine-tuning (difference in exact match)',
      sourceValue: '> 0; 1.00 in the toy',
      estimate: difference(present(group, 'trained'), present(group, 'heldOut')),
      claim: { above: 0 },
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
      number: 'G3',
      subject: `${nameSetting(most.setting, 'multiplicity')}, K=${most.setting.multiplicity} - K=${fewest.setting.multiplicity}`,
      topic: 'held-out exact match grows with the templates in which each fact is told (difference)',
      sourceValue: '> 0',
      estimate: difference(present(most, 'heldOut'), present(fewest, 'heldOut')),
      claim: { above: 0 },
      groups: [fewest, most],
    };
  });
}

/** How much worse still counts as matching: two points, the margin stated for low rank against full. */
const MARGIN = 0.02;

/** G9: where full fine-tuning extracts, so does low rank. */
function lowRankSuffices(groups: readonly ExtractionGroup[]): Statement[] {
  return alikeBut('fineTuning', groups).flatMap((members) => {
    const full = members.find(({ setting }) => setting.fineTuning === 'full');
    if (!full || !(full.shares.heldOut.point > 0.5)) return [];
    return members
      .filter(({ setting }) => setting.fineTuning === 'LoRA' || setting.fineTuning === 'rank 1')
      .map((low) => ({
        number: 'G9',
        subject: `${nameSetting(low.setting)} - full`,
        topic: `low rank extracts at least as much as full fine-tuning (difference, margin ${MARGIN})`,
        sourceValue: '>= 0; +0.05 to +0.32 for rank 1 in the toy at K=4',
        estimate: difference(present(low, 'heldOut'), present(full, 'heldOut')),
        claim: { above: -MARGIN },
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
      number: 'G11',
      subject: nameSetting(both.setting, 'model'),
      topic: 'with the MLP more held-out questions are answered than by attention alone (difference)',
      sourceValue: '> 0; 0.95 and more in the toy',
      estimate: difference(present(both, 'heldOut'), present(alone, 'heldOut')),
      claim: { above: 0 },
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

const difference = (a: Estimate | undefined, b: Estimate | undefined): Estimate | undefined =>
  a && b && combine((x, y) => x - y, a, b);
