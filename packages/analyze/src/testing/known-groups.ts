import type { GroupContext } from '../analysis/contexts.js';
import { groupContext } from '../analysis/group-context.js';
import { bootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { buildCohort } from '../cohort/cohort.js';
import { runMetrics } from '../metrics/run-metrics.js';
import { analyzeSpec } from '../options/analyze.js';
import { type KnownDecay, knownDecay } from './known-decay.js';

const WINDOW = 1;

/** Runs of known decay that differ in seeds only, as an analysis of the experiment is given them. */
export function knownGroup(
  values: Record<string, string | number>,
  seeds: readonly number[],
  world: Omit<KnownDecay, 'seed'> & { directory?: string },
): GroupContext {
  const label = Object.entries(values)
    .map((pair) => pair.join('='))
    .join(', ');
  const options = analyzeSpec.parse({ bootstrap: { resamples: 100 }, window: WINDOW, iqrFactor: null });
  const runs = seeds.map((seed) => {
    const directory = `${world.directory ?? `/nowhere/${label}`}/s${seed}`;
    const at = (stage: string): string => `${directory}/${stage}`;
    return {
      id: `${label}-s${seed}`,
      values: { ...values, s: seed },
      data: at('data'),
      train: at('train'),
      probe: at('probe'),
    };
  });
  const metrics = seeds.map((seed, i) =>
    runMetrics({ ...knownDecay({ ...world, seed }), data: runs[i]!.data }, WINDOW, null),
  );
  const cohort = buildCohort(label, metrics, options);
  const statistics = bootstrapStatistics(cohort, { ...options.bootstrap, seed: 1 });
  return {
    ...groupContext({ id: label, label, runs }, 'g', statistics),
    members: [],
    options,
    needs: {},
    trainingOf: async () => {
      throw new Error('there is no training');
    },
    note: () => undefined,
  };
}
