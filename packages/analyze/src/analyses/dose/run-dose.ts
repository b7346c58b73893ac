import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { groupRuns } from '../../cohort/group-runs.js';
import { resamplingOf } from '../../settings/resampling.js';
import type { doseClaims } from './dose-claims.js';
import { type DoseGroup, doseGroup } from './dose-group.js';
import { doseHypotheses } from './dose-hypotheses.js';
import { doseRows, halfDoseRows, windowRows } from './dose-rows.js';
import type { doseTable, doseWindowsTable, halfDoseTable } from './dose-tables.js';
import { type HalfRecall, halfRecalls } from './half-recall.js';
import { readDosedRun } from './read-dosed-run.js';
import { type WindowContrast, windowContrasts } from './window-contrasts.js';

/** What dose and time of encounters make of facts. */
export interface DoseResult {
  groups: readonly DoseGroup[];
  halves: readonly { group: DoseGroup; half: HalfRecall }[];
  windows: readonly WindowContrast[];
}

/**
 * How what a model knows of facts depends on how often and when training met them.
 * @returns undefined where the probe stage scored no texts
 */
export async function runDose({
  runs,
  options,
  note,
}: Pick<ExperimentContext, 'runs' | 'options' | 'note'>): Promise<
  | Outcome<
      keyof typeof doseClaims,
      DoseResult,
      { dose: typeof doseTable; half_dose: typeof halfDoseTable; dose_windows: typeof doseWindowsTable }
    >
  | undefined
> {
  const dosed = new Map<string, NonNullable<Awaited<ReturnType<typeof readDosedRun>>>>();
  for (const run of runs) {
    const read = await readDosedRun(run);
    if (read) dosed.set(run.id, read);
  }
  const measured = groupRuns(runs.filter(({ id }) => dosed.has(id)));
  if (measured.length === 0) return undefined;
  const resampling = resamplingOf(options);
  const groups = measured.map((group) =>
    doseGroup(
      group,
      group.runs.map(({ id }) => dosed.get(id)!),
      resampling,
    ),
  );
  for (const { id, uneven } of groups) {
    if (uneven.length > 0) {
      note(
        `${id}: facts of ${uneven.join(', ')} are met a different number of times each: they have no dose`,
      );
    }
  }
  const { level } = options.bootstrap;
  const halves = groups.flatMap((group) => halfRecalls(group).map((half) => ({ group, half })));
  const windows = windowContrasts(groups);
  return {
    hypotheses: doseHypotheses(groups, windows),
    tables: {
      dose: doseRows(groups, level),
      half_dose: halfDoseRows(halves, level),
      dose_windows: windowRows(windows, level),
    },
    result: { groups, halves, windows },
  };
}
