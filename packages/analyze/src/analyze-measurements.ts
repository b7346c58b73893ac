import { analyses } from './analyses/registry.js';
import { groupContext, judgeGroup } from './analysis/group-context.js';
import { runAnalyses } from './analysis/run-analyses.js';
import { concludeAll } from './claims/conclude.js';
import type { Finding } from './claims/finding.js';
import { bootstrapStatistics } from './cohort/bootstrap-statistics.js';
import { buildCohort } from './cohort/cohort.js';
import type { Measurements } from './measurements/measurements.js';
import { runMetrics } from './metrics/run-metrics.js';
import type { AnalyzeSpec } from './options/analyze.js';

/**
 * What runs that differ in seeds only say of the claims about one setting, from measurements in memory: the findings of
 * the stage, without those that compare settings or read anything else.
 * @param runs of the same conditions, measured alike
 * @param note told of what is left out
 */
export async function analyzeMeasurements(
  runs: readonly Measurements[],
  config: AnalyzeSpec,
  note: (line: string) => void = () => undefined,
): Promise<Finding[]> {
  const { window, iqrFactor, bootstrap } = config;
  const metrics = runs.map((run) => runMetrics(run, window, iqrFactor));
  const cohort = buildCohort('all', metrics, config);
  const statistics = bootstrapStatistics(cohort, { ...bootstrap, seed: bootstrap.seed ?? config.seed });
  const context = {
    ...groupContext({ id: 'all', label: '', runs: [] }, 'g0', statistics),
    members: [],
    options: config,
    needs: {},
    trainingOf: () => Promise.reject(new Error('measurements have no training curve')),
    note,
  };
  const { signal } = new AbortController();
  const conducted = await runAnalyses(analyses, 'group', context, signal, () => undefined);
  return concludeAll(judgeGroup(context, conducted), bootstrap.level);
}
