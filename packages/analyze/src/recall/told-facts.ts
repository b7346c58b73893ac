import type { Cohort } from '../cohort/cohort.js';
import { CONTROL } from '../measurements/measurements.js';

/** Conditions all of whose facts the background tells. */
export function toldConditions({ runs, conditions }: Pick<Cohort, 'runs' | 'conditions'>): string[] {
  const facts = runs.flatMap(({ measurements }) => measurements.facts);
  return conditions.filter(
    (condition) =>
      condition !== CONTROL && facts.every((fact) => fact.condition !== condition || fact.told !== undefined),
  );
}

/** Number of training steps at which a fact was met. */
export function encountersOf({ runs }: Pick<Cohort, 'runs'>, run: number, fact: number): number {
  const { told, encounters } = runs[run]!.measurements.facts[fact]!;
  // Those of facts that are told may be dated by measurements, and are fewer then.
  return (told ?? encounters).length;
}
