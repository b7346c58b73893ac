import { CONTROL } from '../../measurements/measurements.js';
import { combineGroups } from '../../statistics/combine-groups.js';
import { difference, type Estimate } from '../../statistics/estimate.js';
import { shareDifference } from '../../statistics/share-interval.js';
import type { Arm } from './arms.js';
import type { DoseGroup } from './dose-group.js';
import type { Measure } from './measures.js';

/** Facts of equal dose that were met late in training against others that were met early. */
export interface WindowContrast {
  /** `last quarter - first quarter`. */
  name: string;
  dose: number;
  late: Place;
  early: Place;
  /** What the label of its runs is. */
  label: string;
  /** Late minus early; undefined where one has no such measure. */
  of(measure: Measure): Estimate | undefined;
}

interface Place {
  group: DoseGroup;
  arm: Arm;
}

const contrasts = [
  { name: 'last quarter - first quarter', of: 4, late: 3, early: 0 },
  { name: 'second half - first half', of: 2, late: 1, early: 0 },
] as const;

/**
 * Arms of equal dose in the last and the first quarter, and in both halves: of one group of runs, or else of two that
 * differ in one swept setting.
 */
export function windowContrasts(groups: readonly DoseGroup[]): WindowContrast[] {
  const places = groups.flatMap((group) => group.arms.map((arm): Place => ({ group, arm })));
  return contrasts.flatMap(({ name, of, late, early }) => {
    const at = (number: number): Place[] =>
      places.filter(({ arm: { part } }) => part.of === of && part.number === number);
    return at(late).flatMap((last) => {
      const equal = at(early).filter(({ arm }) => arm.dose === last.arm.dose);
      const within = equal.filter(({ group }) => group === last.group);
      const chosen = within.length > 0 ? within : equal.filter(({ group }) => isNext(group, last.group));
      return chosen.map((first) => contrast(name, last, first));
    });
  });
}

function isNext(a: DoseGroup, b: DoseGroup): boolean {
  const labels = new Set([...a.settings.keys(), ...b.settings.keys()]);
  return [...labels].filter((label) => a.settings.get(label) !== b.settings.get(label)).length === 1;
}

function contrast(name: string, late: Place, early: Place): WindowContrast {
  const isOne = late.group === early.group;
  const label = isOne ? late.group.label : [late.group.label, early.group.label].filter(Boolean).join(' - ');
  const of = (measure: Measure): Estimate | undefined => {
    const [last, first] = [late, early].map(({ group, arm }) => group.of(measure, arm.condition));
    if (!last || !first) return undefined;
    if (!isOne) {
      const conditions = [late.arm.condition, early.arm.condition, CONTROL];
      const paired =
        late.arm.condition === early.arm.condition &&
        late.group.pairingOf(conditions) === early.group.pairingOf(conditions) &&
        last.leftOut?.length === first.leftOut?.length;
      return combineGroups((a, b) => a - b, [last, first], paired);
    }
    return measure.kind === 'gain' ? difference(last, first) : shareDifference(last, first);
  };
  return { name, dose: late.arm.dose, late, early, label, of };
}
