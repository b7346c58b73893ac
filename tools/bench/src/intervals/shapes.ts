import { intervalOf } from '@lethe/analyze';
import { createRandom, type Random } from '@lethe/contracts';
import { meanOfGains } from './one-encounter.js';
import { average, heldBy, type Row } from './rows.js';

/** How effects of facts may be distributed, all with mean 1. */
const shapes: Record<string, (random: Random) => number> = {
  normal: (random) => 1 + random.normal(),
  exponential: (random) => -Math.log(1 - random.uniform()),
  lognormal: (random) => Math.exp(random.normal() - 0.5),
};

/** How often intervals over the facts of one seed hold their mean, whatever the shape of their effects. */
export function shapeCoverage(options: { experiments: number; facts: readonly number[] }): Row[] {
  return Object.entries(shapes).flatMap(([shape, draw]) =>
    options.facts.map((facts) => {
      const found = Array.from({ length: options.experiments }, (_, e) => {
        const random = createRandom(e, `shape ${shape} ${facts}`);
        const mean = meanOfGains([Array.from({ length: facts }, () => draw(random))]);
        return { point: mean.point, ...intervalOf(mean, 0.95)! };
      });
      return {
        ...{ quantity: 'mean of facts', varies: 'facts only', seeds: 1, facts, detail: `${shape} effects` },
        ...{ held: heldBy(found, 1), truth: 1, mean: average(found.map(({ point }) => point)) },
        width: average(found.map(({ low, high }) => high - low)),
      };
    }),
  );
}
