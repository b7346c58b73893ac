import {
  bootstrapStatistics,
  buildCohort,
  type Estimate,
  type Measurements,
  runMetrics,
} from '@lethe/analyze';

/**
 * The mean of one number per fact and seed, as a cohort gives it: what every fact gains at its only encounter.
 * @param gains by seed, of the seed's own facts
 */
export function meanOfGains(gains: readonly (readonly number[])[]): Estimate {
  const runs = gains.map((row, seed): Measurements => {
    const names = row.map((_, i) => `f${i}-${seed}`);
    return {
      run: `s${seed}`,
      data: `data-${seed}`,
      facts: names.map((id) => ({ id, condition: 'once', encounters: Int32Array.of(0) })),
      probes: names.map((id, fact) => ({ id, fact, depth: 'memorization', prompt: id, target: id })),
      series: { updates: Int32Array.of(0, 1), values: Float64Array.from(row.flatMap((gain) => [0, gain])) },
    };
  });
  const settings = { window: 1, iqrFactor: null };
  const cohort = buildCohort(
    'gains',
    runs.map((run) => runMetrics(run, 1, null)),
    settings,
  );
  const statistics = bootstrapStatistics(cohort, { seed: 1, resamples: 2, level: 0.95 });
  return statistics.controlled(cohort.cells[0]!, 'windowGainAt', 0);
}
