import { alikeBut, followingDifferences, type Varied, varied } from '../../settings/alike.js';
import { nameWithout } from '../../settings/setting-names.js';
import type { extractionClaims } from './extraction-claims.js';
import { type ExtractionGroup, hasLearnt, isFineTuned, shareOf } from './extraction-group.js';
import { gap, type Statement } from './statement.js';

type ClaimKey = keyof typeof extractionClaims;

/** Claims about two groups that agree in everything but one thing. */
export function compareGroups(groups: readonly ExtractionGroup[]): Statement<ClaimKey>[] {
  const learnt = groups.filter((group) => isFineTuned(group) && hasLearnt(group));
  // Attention alone extracts nothing, however much of anything there is.
  const extracting = learnt.filter(({ setting }) => setting.model !== 'attention only');
  return [
    ...trend('G3growth', 'multiplicity', 'K', extracting),
    ...trend('G4', 'fineTuned', 'N_f', extracting),
    ...trend('G5', 'templates', '|R|', extracting),
    ...lowRankSuffices(learnt),
    ...mlpIsNeeded(learnt),
    ...decayHelps(groups.filter((group) => !isFineTuned(group))),
  ];
}

/** G3, G4, G5: extraction at the largest of a number minus that at the smallest. */
function trend(
  claim: ClaimKey,
  key: 'multiplicity' | 'fineTuned' | 'templates',
  symbol: string,
  groups: readonly ExtractionGroup[],
): Statement<ClaimKey>[] {
  const at = ({ setting }: ExtractionGroup): number => setting[key]!;
  const known = groups.filter(({ setting }) => setting[key] !== null);
  return alikeBut(varied[key], known).flatMap((members) => {
    const sorted = [...members].sort((a, b) => at(a) - at(b));
    const [least, most] = [sorted[0]!, sorted.at(-1)!];
    if (at(least) === at(most)) return [];
    return {
      ...compared(most, least, varied[key]),
      claim,
      subject: `${nameWithout(most.name, key)}, ${symbol}=${at(most)} - ${symbol}=${at(least)}`,
    };
  });
}

/** From what share of held-out questions on a model extracts, so that another can extract as much or less. */
const EXTRACTS = 0.5;

const extracts = ({ shares }: ExtractionGroup): boolean => shares.heldOut.point > EXTRACTS;

/** G9: where full fine-tuning extracts, so does low rank. */
function lowRankSuffices(groups: readonly ExtractionGroup[]): Statement<ClaimKey>[] {
  return alikeBut(varied.fineTuning, groups).flatMap((members) => {
    const full = members.find(({ setting }) => setting.fineTuning === 'full');
    if (!full) return [];
    return members
      .filter((member) => member !== full)
      .map((low) => {
        const subject = `${nameWithout(low.name)} - full`;
        const why = 'full fine-tuning extracts no more than half';
        return {
          ...compared(low, full, varied.fineTuning),
          claim: 'G9' as const,
          subject,
          withheld: extracts(full) ? undefined : { omitted: `G9 of ${subject}`, why },
        };
      });
  });
}

/** G11: the MLP is what extraction needs. */
function mlpIsNeeded(groups: readonly ExtractionGroup[]): Statement<ClaimKey>[] {
  return alikeBut(varied.model, groups).flatMap((members) => {
    const of = (model: string) => members.filter(({ setting }) => setting.model === model);
    return of('attention + MLP').flatMap((both) =>
      of('attention only').map((alone) => {
        const subject = nameWithout(both.name, 'model');
        const why = 'with the MLP no more than half is extracted either';
        return {
          ...compared(both, alone, varied.model),
          claim: 'G11against' as const,
          subject,
          withheld: extracts(both) ? undefined : { omitted: `G11 of ${subject}`, why },
        };
      }),
    );
  });
}

/** G12: what a decaying learning rate gives over a constant one with the same warm-up. */
function decayHelps(groups: readonly ExtractionGroup[]): Statement<ClaimKey>[] {
  return alikeBut(varied.schedule, groups).flatMap((members) => {
    const constants = members.filter((member) => scheduleOf(member, 'shape') === 'constant');
    return members.flatMap((member) => {
      const warmUp = scheduleOf(member, 'warmupSteps');
      const constant = constants.find((other) => scheduleOf(other, 'warmupSteps') === warmUp);
      if (!constant || constants.includes(member)) return [];
      return {
        claim: 'G12' as const,
        subject: `${nameWithout(member.name)} - constant`,
        detail: `${scheduleOf(member, 'shape')}`,
        estimate: gap(member.excessLoss, constant.excessLoss),
        groups: [member, constant],
      };
    });
  });
}

const scheduleOf = ({ configuration }: ExtractionGroup, key: string): unknown =>
  JSON.parse(configuration.get(`train.schedule.${key}`) ?? 'null');

function compared(more: ExtractionGroup, less: ExtractionGroup, thing: Varied) {
  return {
    estimate: gap(shareOf(more, 'heldOut'), shareOf(less, 'heldOut')),
    detail: followingDifferences(more, less, thing),
    groups: [more, less],
  };
}
