import {
  bootstrapStatistics,
  buildCohort,
  exactShare,
  intervalOf,
  type Measurements,
  runMetrics,
} from '@lethe/analyze';
import { createRandom, normalQuantile } from '@lethe/contracts';
import { average, heldBy, type Row } from './rows.js';

/** Shares of facts in the population that experiments draw from. */
const SHARES = [0.5, 0.9, 0.98, 0.999];
/** What seeds differ in, as a share of the variance of what decides whether a fact is answered. */
const OF_SEEDS = { 'facts only': 0, both: 0.1 };

/** How often intervals of the share of facts that are answered hold that of the population. */
export function shareCoverage(options: {
  experiments: number;
  seeds: readonly number[];
  facts: readonly number[];
}): Row[] {
  const rows: Row[] = [];
  for (const varies of ['facts only', 'both'] as const) {
    for (const truth of SHARES) {
      for (const seeds of options.seeds) {
        for (const facts of options.facts) {
          if (varies === 'both' && seeds === 1) continue;
          const found = Array.from({ length: options.experiments }, (_, e) =>
            estimateShare(answers(truth, seeds, facts, OF_SEEDS[varies], `share ${truth} ${e}`), facts),
          );
          rows.push({
            quantity: 'share of facts',
            varies,
            seeds,
            facts,
            detail: 'facts own',
            held: heldBy(found, truth),
            truth,
            mean: average(found.map(({ point }) => point)),
            width: average(found.map(({ low, high }) => high - low)),
          });
        }
      }
    }
  }
  return rows;
}

/** Whether the facts of every seed are answered: where what seed and fact bring exceeds a threshold. */
function answers(truth: number, seeds: number, facts: number, ofSeeds: number, purpose: string): boolean[][] {
  const random = createRandom(1, purpose);
  const threshold = normalQuantile(1 - truth);
  return Array.from({ length: seeds }, () => {
    const ofSeed = Math.sqrt(ofSeeds) * random.normal();
    return Array.from({ length: facts }, () => ofSeed + Math.sqrt(1 - ofSeeds) * random.normal() > threshold);
  });
}

/** The share, as a cohort gives it: a fact that is answered gains one nat at its only encounter. */
function estimateShare(outcomes: readonly boolean[][], facts: number) {
  const runs = outcomes.map(
    (row, seed): Measurements => ({
      run: `s${seed}`,
      data: `data-${seed}`,
      facts: row.map((_, i) => ({ id: `f${i}-${seed}`, condition: 'once', encounters: Int32Array.of(0) })),
      probes: row.map((_, fact) => ({
        id: `f${fact}-${seed}`,
        fact,
        depth: 'memorization',
        prompt: `${fact}-${seed}`,
        target: '',
      })),
      series: {
        updates: Int32Array.of(0, 1),
        values: Float64Array.from(row.flatMap((answered) => [0, Number(answered)])),
      },
    }),
  );
  const settings = { window: 1, iqrFactor: null };
  const cohort = buildCohort(
    'shares',
    runs.map((run) => runMetrics(run, 1, null)),
    settings,
  );
  const statistics = bootstrapStatistics(cohort, { seed: 1, resamples: 2, level: 0.95 });
  const share = statistics.controlled(cohort.cells[0]!, 'windowGainAt', 0);
  return { point: share.point, ...intervalOf(exactShare(share, facts * runs.length), 0.95)! };
}
