import { combineGroups, type Estimate, intervalOf } from '@lethe/analyze';
import { analyse } from './quantities.js';
import { average, heldBy, type Row } from './rows.js';
import type { World } from './worlds.js';

/** Gain of the second group, of that of the first. */
const RATIO = 1.3;

/** How often intervals of the difference between two groups of runs hold it: of the same seeds and facts, and of others. */
export function contrastCoverage(options: {
  experiments: number;
  seeds: readonly number[];
  facts: readonly number[];
}): Row[] {
  const rows: Row[] = [];
  for (const varies of ['facts only', 'seeds only', 'both'] as const) {
    for (const paired of [true, false]) {
      for (const seeds of options.seeds.filter((count) => count > 1)) {
        for (const facts of options.facts) {
          const world: World = {
            seeds,
            facts,
            seedSpread: varies === 'facts only' ? 0 : 0.3,
            factSpread: varies === 'seeds only' ? 0 : 0.3,
            sharedFacts: false,
            noise: 0.15,
            memory: 0.9,
            encounters: 1,
            gain: 0.5,
          };
          const found = Array.from({ length: options.experiments }, (_, e) => {
            const other = { ...world, gain: RATIO * world.gain };
            // Equal purposes give equal seeds, facts and, of the same size, noise.
            const names = [`contrast ${e}`, paired ? `contrast ${e}` : `other ${e}`] as const;
            const groups = [effectivity(other, names[0]), effectivity(world, names[1])];
            const difference = combineGroups((a, b) => a - b, groups, paired);
            return { point: difference.point, ...intervalOf(difference, 0.95)! };
          });
          const truth = (RATIO - 1) * world.gain;
          rows.push({
            quantity: 'contrast of two groups',
            varies,
            seeds,
            facts,
            detail: paired ? 'same seeds' : 'other seeds',
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

function effectivity(world: World, purpose: string): Estimate {
  const { statistics, cell } = analyse(world, purpose);
  return statistics.crossFittedEffectivity(cell)!;
}
