import { exactShare, intervalOf } from '@lethe/analyze';
import { createRandom, normalQuantile } from '@lethe/contracts';
import { meanOfGains } from './one-encounter.js';
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

/** The share of facts that are answered, with its exact interval. */
function estimateShare(outcomes: readonly boolean[][], facts: number) {
  const share = meanOfGains(outcomes.map((row) => row.map(Number)));
  return { point: share.point, ...intervalOf(exactShare(share, facts * outcomes.length), 0.95)! };
}
