import { createRandom } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { meanOverRows } from './create-evaluator.js';

it('is the mean with the standard error of n - 1', () => {
  const { loss, standardError } = meanOverRows([7, 14, 21, 42], [7, 7, 7, 7]);
  expect(loss).toBe(3);
  // Squares 4 + 1 + 0 + 9 = 14; 14 / 3 / 4.
  expect(standardError).toBeCloseTo(Math.sqrt(14 / 12), 14);
});

it('a single row has no standard error', () => {
  expect(meanOverRows(Float32Array.of(5), [2])).toEqual({ loss: 2.5, standardError: null });
});

it('tokens count alike, whatever row they are in; a row without any changes nothing of the mean', () => {
  expect(meanOverRows([8, 1, 0], [4, 1, 0]).loss).toBeCloseTo(9 / 5, 14);
  // Residuals 8 - 7.2, 1 - 1.8, 0.
  expect(meanOverRows([8, 1, 0], [4, 1, 0]).standardError).toBeCloseTo(Math.sqrt(1.5 * 1.28) / 5, 14);
});

it('the standard error of a ratio is that over many draws', () => {
  const random = createRandom(1, 'ratio');
  const draw = () => {
    const counts = Array.from({ length: 60 }, () => 1 + random.int(9));
    return { counts, sums: counts.map((count) => count * 2 + Math.sqrt(count) * random.normal()) };
  };
  const drawn = Array.from({ length: 1500 }, () => {
    const { sums, counts } = draw();
    return meanOverRows(sums, counts);
  });
  const mean = drawn.reduce((total, { loss }) => total + loss, 0) / drawn.length;
  const spread = Math.sqrt(drawn.reduce((total, { loss }) => total + (loss - mean) ** 2, 0) / drawn.length);
  const claimed = drawn.reduce((total, { standardError }) => total + standardError!, 0) / drawn.length;
  expect(claimed / spread).toBeGreaterThan(0.93);
  expect(claimed / spread).toBeLessThan(1.07);
});
