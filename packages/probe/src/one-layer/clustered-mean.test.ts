import { createRandom } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { clusteredMean } from './measure-mechanism.js';

it('is the usual standard error where every value is a cluster of its own', () => {
  const values = [1, 4, 4, 7, 9];
  const { mean, error, clusters } = clusteredMean(values, ['a', 'b', 'c', 'd', 'e']);
  expect([mean, clusters]).toEqual([5, 5]);
  // Sample deviation sqrt(38 / 4) over sqrt(5).
  expect(error).toBeCloseTo(Math.sqrt(38 / 4 / 5), 12);
  expect(clusteredMean(values, Array(5).fill('a')).error).toBeNull();
});

it('is not made smaller by telling the same value again', () => {
  const once = clusteredMean([1, 4, 9], ['a', 'b', 'c']);
  const thrice = clusteredMean([1, 1, 1, 4, 4, 4, 9, 9, 9], [...'aaabbbccc']);
  expect(thrice).toEqual({ ...once, error: expect.closeTo(once.error!, 12) });
});

it('is how far means of clustered samples lie apart', () => {
  const random = createRandom(8, 'clusters');
  const means: number[] = [];
  const errors: number[] = [];
  for (let round = 0; round < 400; round++) {
    const values: number[] = [];
    const clusters: string[] = [];
    for (let cluster = 0; cluster < 40; cluster++) {
      const own = random.normal();
      for (let i = 0; i <= cluster % 4; i++) {
        values.push(own + 0.5 * random.normal());
        clusters.push(String(cluster));
      }
    }
    const { mean, error } = clusteredMean(values, clusters);
    means.push(mean);
    errors.push(error!);
  }
  const spread = Math.sqrt(means.reduce((sum, mean) => sum + mean * mean, 0) / means.length);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  expect(mean / spread).toBeGreaterThan(0.88);
  expect(mean / spread).toBeLessThan(1.12);
});
