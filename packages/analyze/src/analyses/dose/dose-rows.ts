import type { RowOf } from '@lethe/contracts';
import { CONTROL } from '../../measurements/measurements.js';
import type { Estimate } from '../../statistics/estimate.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { partName } from './arms.js';
import type { DoseGroup } from './dose-group.js';
import type { doseTable, doseWindowsTable, halfDoseTable } from './dose-tables.js';
import { type HalfRecall, reachOf } from './half-recall.js';
import type { WindowContrast } from './window-contrasts.js';

const FEWEST_FACTS = 2;

/** Value and interval; no interval over fewer than two facts. */
function withInterval(estimate: Estimate, facts: number, level: number) {
  const interval = facts < FEWEST_FACTS ? undefined : intervalOf(estimate, level);
  return { value: estimate.point, low: interval?.low ?? null, high: interval?.high ?? null, facts };
}

/** Every measure of every arm, and the shares of controls. */
export function doseRows(groups: readonly DoseGroup[], level: number): RowOf<typeof doseTable>[] {
  return groups.flatMap((group) => {
    const arms = group.arms.map(({ condition, dose, part, from, to }) => ({
      ...{ condition, dose, part: partName(part), first: from, last: to },
    }));
    const controls = group.hasControls
      ? [{ condition: CONTROL, dose: 0, part: '', first: null, last: null }]
      : [];
    return [...controls, ...arms].flatMap((arm) =>
      group.measures.flatMap((measure): RowOf<typeof doseTable>[] => {
        const estimate = group.of(measure, arm.condition);
        if (!estimate) return [];
        const { facts } = group.evidence(arm.condition);
        return [{ run: group.id, ...arm, measure: measure.label, ...withInterval(estimate, facts, level) }];
      }),
    );
  });
}

export function halfDoseRows(
  halves: readonly { group: DoseGroup; half: HalfRecall }[],
  level: number,
): RowOf<typeof halfDoseTable>[] {
  return halves.map(({ group, half }) => {
    const { facts } = group.evidence(...group.ladder.map(({ condition }) => condition));
    const { value, low, high } = withInterval(half.estimate, facts, level);
    const dose = (log2: number | null): number | null => (log2 === null ? null : 2 ** log2);
    return {
      ...{ run: group.id, measure: half.measure.label },
      ...{ half: 2 ** value, low: dose(low), high: dose(high), reached: reachOf(half) },
      ...{ smallest_dose: half.doses[0], largest_dose: half.doses[1] },
    };
  });
}

export function windowRows(
  windows: readonly WindowContrast[],
  level: number,
): RowOf<typeof doseWindowsTable>[] {
  return windows.flatMap(({ name, dose, late, early, of }) =>
    late.group.measures.flatMap((measure): RowOf<typeof doseWindowsTable>[] => {
      const estimate = of(measure);
      if (!estimate) return [];
      const facts = Math.min(...[late, early].map(({ group, arm }) => group.evidence(arm.condition).facts));
      const run = [...new Set([late.group.id, early.group.id])].join(' - ');
      return [{ run, contrast: name, dose, measure: measure.label, ...withInterval(estimate, facts, level) }];
    }),
  );
}
