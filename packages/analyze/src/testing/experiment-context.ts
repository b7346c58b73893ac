import type { RunDirectories } from '@lethe/contracts';
import type { ExperimentContext, GroupContext } from '../analysis/contexts.js';
import { groupContext } from '../analysis/group-context.js';
import { measureRuns } from '../analysis/measure-runs.js';
import { type BootstrapStatistics, bootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { buildCohort } from '../cohort/cohort.js';
import { groupRuns } from '../cohort/group-runs.js';
import { analyzeSpec } from '../options/analyze.js';
import { readTraining } from '../read/read-training.js';

/** What the stage hands to analyses of an experiment whose runs lie in directories, with 100 resamples. */
export async function experimentContext(runs: readonly RunDirectories[]): Promise<ExperimentContext> {
  const options = analyzeSpec.parse({ bootstrap: { resamples: 100 } });
  const silent = { log: () => undefined, signal: new AbortController().signal };
  const note = (): void => undefined;
  const metrics = await measureRuns(runs, options, silent, note, note);
  const common = {
    options,
    needs: {},
    note,
    trainingOf: ({ train }: RunDirectories) => readTraining(train),
  };
  const statisticsOf = (id: string, members: readonly RunDirectories[]): BootstrapStatistics =>
    bootstrapStatistics(
      buildCohort(
        id,
        members.map((run) => metrics.get(run.id)!),
        options,
      ),
      { ...options.bootstrap, seed: options.seed },
    );
  const groups = groupRuns(runs).map((group, g): GroupContext => {
    const statistics = statisticsOf(group.id, group.runs);
    const members = group.runs.map((run) => ({ id: run.id, statistics: statisticsOf(run.id, [run]) }));
    return { ...common, ...groupContext(group, `g${g}`, statistics), members };
  });
  return {
    ...common,
    experiment: 'synthetic',
    profile: 'full',
    config: options,
    runs,
    upstream: [],
    groups,
    metrics,
  };
}
