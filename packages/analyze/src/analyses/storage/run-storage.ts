import type { RunDirectories } from '@lethe/contracts';
import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { type Omission, omission } from '../../claims/judge.js';
import { alikeBut, followingDifferences, varied } from '../../settings/alike.js';
import { nameWithout } from '../../settings/setting-names.js';
import { type ExtractionGroup, hasLearnt, isFineTuned, shareOf } from '../extraction/extraction-group.js';
import { fineTuningText, gap, hypothesesOf, type Statement } from '../extraction/statement.js';
import type { storageClaims } from './storage-claims.js';

type ClaimKey = keyof typeof storageClaims;

/**
 * What fine-tuning does to answers that were stored, from the answers to the same questions before and after it.
 * @returns undefined where no run was fine-tuned on questions
 */
export function runStorage({
  needs: { extraction: groups },
}: Pick<ExperimentContext<unknown, { extraction: readonly ExtractionGroup[] }>, 'needs'>):
  | Outcome<ClaimKey>
  | undefined {
  const tuned = groups.filter(isFineTuned);
  if (tuned.length === 0) return undefined;
  const toy = tuned.filter(
    ({ setting }) => setting.model === 'attention + MLP' && setting.multiplicity !== null,
  );
  const judged = toy.filter(hasLearnt);
  return {
    hypotheses: [
      ...hypothesesOf([
        ...storedBefore(groups, toy),
        ...judged.flatMap(ofOneGroup),
        ...alikeBut(varied.fineTuning, judged).flatMap(lowRankKeeps),
      ]),
      ...tuned.flatMap(notAskedBefore),
    ],
  };
}

/** Of every pretraining, from the first of the fine-tunings that continue from it: to all it is the same. */
function storedBefore(
  groups: readonly ExtractionGroup[],
  tuned: readonly ExtractionGroup[],
): Statement<ClaimKey>[] {
  const first = ({ runs }: ExtractionGroup): RunDirectories => runs[0]!.run;
  return groups.flatMap((pretraining) => {
    const continued = tuned.find((group) => first(group).from === first(pretraining).id);
    if (!continued) return [];
    return {
      claim: 'G8before' as const,
      subject: nameWithout(pretraining.name),
      estimate: shareOf(continued, 'heldOutRestrictedBefore'),
      groups: [continued],
    };
  });
}

function ofOneGroup(group: ExtractionGroup): Statement<ClaimKey>[] {
  const { multiplicity: K, fineTuning } = group.setting;
  const shared = { subject: nameWithout(group.name), detail: fineTuningText(group), groups: [group] };
  if (K! >= 4) return [{ ...shared, claim: 'G8enough', estimate: shareOf(group, 'heldOutRestricted') }];
  if (K! > 2 || fineTuning !== 'full') return [];
  return [{ ...shared, claim: 'G8full', estimate: shareOf(group, 'overwritten') }];
}

function lowRankKeeps(members: readonly ExtractionGroup[]): Statement<ClaimKey>[] {
  const full = members.find(({ setting }) => setting.fineTuning === 'full');
  if (!full || full.setting.multiplicity! > 2) return [];
  return members
    .filter((member) => member !== full)
    .map((low) => ({
      claim: 'G8low',
      subject: `${nameWithout(low.name)} - full`,
      detail: followingDifferences(low, full, varied.fineTuning),
      estimate: gap(shareOf(low, 'overwritten'), shareOf(full, 'overwritten')),
      groups: [low, full],
    }));
}

/** Half of what is needed is there: answers after fine-tuning, not those before. */
function notAskedBefore(group: ExtractionGroup): Omission[] {
  if (group.heldOut === 0 || shareOf(group, 'heldOutRestrictedBefore')) return [];
  const why =
    'the run that it continues from was not asked the same questions at that step: train.from has to name an experiment of the same facts, with questions of its own and, for a step that is not its last, probe.checkpoints "all"';
  return [omission(`G8 of ${nameWithout(group.name)}`, why)];
}
