import { createRandom } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { studentReach } from '../numerics/student-t.js';
import { meanOverSeeds } from '../testing/seed-means.js';
import { seedsToDetect } from './seeds-to-detect.js';

/** What Student's interval over so many seeds of this deviation detects with a power of 80 %. */
const detectable = (seeds: number, deviation: number): number =>
  (studentReach(0.95, seeds - 1) + studentReach(0.6, seeds - 1)) * (deviation / Math.sqrt(seeds));

it('the number of seeds is that whose interval just sees a distance', () => {
  const estimate = meanOverSeeds([1, 2, 3]);
  for (const seeds of [2, 3, 5, 17, 60]) {
    const distance = detectable(seeds, 1);
    expect(seedsToDetect(estimate, 1.000001 * distance, 0.95, 0.8)).toBe(seeds);
    expect(seedsToDetect(estimate, 0.999999 * distance, 0.95, 0.8)).toBe(seeds + 1);
  }
  expect(seedsToDetect(estimate, detectable(100, 1) * 0.99, 0.95, 0.8)).toBe(Number.POSITIVE_INFINITY);
  expect(seedsToDetect({ ...estimate, method: 'percentile' }, 1, 0.95, 0.8)).toBeUndefined();
});

it('so many seeds see the distance about as often as the power says', () => {
  const random = createRandom(2, 'seeds');
  const distance = 1.2;
  const seeds = seedsToDetect(meanOverSeeds([-1, 0, 1]), distance, 0.95, 0.8)!;
  let seen = 0;
  for (let i = 0; i < 1000; i++) {
    const values = Array.from({ length: seeds }, () => distance + random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / seeds;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    if (mean > studentReach(0.95, seeds - 1) * Math.sqrt(squares / (seeds - 1) / seeds)) seen++;
  }
  expect(seen / 1000).toBeGreaterThan(0.74);
  expect(seen / 1000).toBeLessThan(0.92);
});

it('more seeds do not see what varies over facts that they share', () => {
  const estimate = meanOverSeeds([1, 2, 3]);
  const facts = { of: 'facts', sample: 'once', values: Float64Array.of(0, 1, 2, 3, 4) } as const;
  const shared = { ...estimate, leftOut: [...estimate.leftOut!, { ...facts, layout: undefined! }] };
  // Facts that lie in one run each have no part of their own.
  expect(seedsToDetect(shared, 1.5, 0.95, 0.8)).toBe(seedsToDetect(estimate, 1.5, 0.95, 0.8));
  const layout = {
    seeds: 3,
    seedOf: Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2),
    factOf: Int32Array.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4),
    factsByData: [5],
    dataOf: Int32Array.of(0, 0, 0),
  };
  const cells = { of: 'cells', sample: 'once', values: new Float64Array(15), layout } as const;
  const crossed = { ...estimate, leftOut: [...estimate.leftOut!, facts, cells] };
  expect(seedsToDetect(crossed, 1.5, 0.95, 0.8)).toBe(Number.POSITIVE_INFINITY);
  expect(seedsToDetect(crossed, 50, 0.95, 0.8)).toBeLessThan(100);
});
