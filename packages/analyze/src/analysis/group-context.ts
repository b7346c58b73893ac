import type { RunDirectories } from '@lethe/contracts';
import type { Judged, Withheld } from '../claims/finding.js';
import { judgeAll, omission } from '../claims/judge.js';
import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { factsOf, unitOf } from '../cohort/cohort.js';
import { inUnit, type LogUnit } from '../measurements/log-unit.js';
import { CONTROL } from '../measurements/measurements.js';
import type { GroupContext } from './contexts.js';
import { type Conducted, hypothesesOf } from './run-analyses.js';

/** What analyses of a group are given, of those things that follow from its statistics. */
export function groupContext(
  group: { id: string; label: string; runs: RunDirectories[] },
  anchor: string,
  statistics: BootstrapStatistics,
): Omit<GroupContext, 'members' | 'options' | 'needs' | 'trainingOf' | 'note'> {
  const { cohort } = statistics;
  return {
    ...group,
    anchor,
    statistics,
    main: cohort.conditions.find((condition) => condition !== CONTROL) ?? '',
    evidence: (...conditions) => ({
      seeds: cohort.runs.length,
      facts: Math.min(...conditions.map((condition) => factsOf(cohort, condition))),
    }),
  };
}

/** Judged claims, which name the published unit, in the unit of the measurements. */
export const inMeasuredUnit = (
  judged: readonly (Judged | Withheld)[],
  unit: LogUnit,
): (Judged | Withheld)[] =>
  judged.map((entry) =>
    'withheld' in entry
      ? entry
      : {
          ...entry,
          statement: inUnit(entry.statement, unit),
          detail: inUnit(entry.detail, unit),
          unit: inUnit(entry.unit, unit),
        },
  );

/** Judges what the analyses of a group say, one by one, and notes what cannot be judged. */
export function judgeGroup(
  { main, label, statistics: { cohort, level }, note }: GroupContext,
  conducted: readonly Conducted[],
): (Judged | Withheld)[] {
  const statements =
    main === ''
      ? [omission('(all)', 'no facts are injected, or nothing watched their encounters')]
      : hypothesesOf(conducted);
  const judged = inMeasuredUnit(
    judgeAll(statements, { level, group: { id: cohort.id, label } }, note),
    unitOf(cohort),
  );
  const without = judged.filter((entry) => !('withheld' in entry) && !entry.interval).length;
  if (without > 0) {
    note(
      `${cohort.id}: ${without === 1 ? '1 finding has' : `${without} findings have`} no interval: a condition that they rest on has fewer than two facts`,
    );
  }
  return judged;
}
