import type { Sampler } from '../cohort/bootstrap-statistics.js';
import type { Cell } from '../cohort/cell.js';
import { findCell } from '../cohort/cohort.js';
import { CONTROL } from '../measurements.js';

/** What the claims are judged from. */
export interface FindingContext {
  sampler: Sampler;
  /** The injected condition that claims about injection as such rest on: duplication where there is one. */
  main: string;
  /** Says why a claim is left out. */
  omit: (id: string, why: string) => void;
}

export function cellOf({ sampler }: FindingContext, condition: string, depth: string): Cell | undefined {
  return findCell(sampler.cohort, condition, depth);
}

/** Cells of the main condition, by depth. */
export function mainCells({ sampler, main }: FindingContext): Cell[] {
  return sampler.cohort.cells.filter((cell) => cell.condition === main);
}

/** Conditions with the controls, where they are subtracted at that depth. */
export function withControls({ sampler }: FindingContext, depth: string, ...conditions: string[]): string[] {
  return sampler.hasControl(depth) ? [...conditions, CONTROL] : conditions;
}

/** How details say that controls could not be subtracted. */
export function correction({ sampler }: FindingContext, depth: string): string {
  return sampler.hasControl(depth) ? '' : 'no controls to subtract';
}

/** Depths at which both conditions have probes; says why where there are none. */
export function sharedDepths(context: FindingContext, id: string, a: string, b: string): string[] {
  const depths = context.sampler.cohort.depths.filter(
    (depth) => cellOf(context, a, depth) && cellOf(context, b, depth),
  );
  if (depths.length === 0) context.omit(id, `needs facts of both ${a} and ${b}`);
  return depths;
}
