import type { Hypothesis } from '../claims/judge.js';
import type { Cell } from '../cohort/cell.js';
import { findCell } from '../cohort/cohort.js';
import { CONTROL } from '../measurements/measurements.js';
import type { GroupContext } from './contexts.js';

/** How hypotheses and tables name a condition and depth. */
export const subjectOf = ({ condition, depth }: Pick<Cell, 'condition' | 'depth'>): string =>
  `${condition}, ${depth}`;

/** Cells of the main condition, by depth. */
export function mainCells({ statistics, main }: GroupContext): Cell[] {
  return statistics.cohort.cells.filter((cell) => cell.condition === main);
}

/**
 * Of a primary claim only the main condition at the first depth is primary: other depths are the same facts asked in
 * other words, and every test that is added makes all of them harder to pass.
 */
export function kindAt(
  { statistics: { cohort }, main }: Pick<GroupContext, 'statistics' | 'main'>,
  { condition, depth }: Pick<Cell, 'condition' | 'depth'>,
): Pick<Hypothesis, 'kind'> {
  return condition === main && depth === cohort.depths[0] ? {} : { kind: 'secondary' };
}

/** Conditions with the controls, where they are subtracted at that depth. */
export function withControls({ statistics }: GroupContext, depth: string, ...conditions: string[]): string[] {
  return statistics.hasControl(depth) ? [...conditions, CONTROL] : conditions;
}

/** How details say that controls could not be subtracted. */
export function correction({ statistics }: GroupContext, depth: string): string {
  return statistics.hasControl(depth) ? '' : 'no controls to subtract';
}

/** Why nothing can be said where the lag of the maximum cannot be chosen by other facts. */
export const NO_HALVES = 'needs two facts that were measured before and after their encounters';

/** Cells of two conditions at every depth at which both have probes. */
export function pairedCells({ statistics: { cohort } }: GroupContext, a: string, b: string): [Cell, Cell][] {
  return cohort.depths.flatMap((depth): [Cell, Cell][] => {
    const [one, other] = [findCell(cohort, a, depth), findCell(cohort, b, depth)];
    return one && other ? [[one, other]] : [];
  });
}
