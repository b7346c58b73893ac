import { createRandom } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { wilsonInterval } from './fit-attribute-heads.js';

it('gives published values', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [right, count, low, high] of published) {
    const interval = wilsonInterval(right, count);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  }
  expect(wilsonInterval(20, 20).high).toBe(1);
});

it('holds the true share about as often as it says', () => {
  const random = createRandom(3, 'coverage');
  const held = [0.05, 0.3, 0.9].map((truth) => {
    let inside = 0;
    for (let round = 0; round < 2000; round++) {
      let right = 0;
      for (let i = 0; i < 60; i++) if (random.uniform() < truth) right++;
      const { low, high } = wilsonInterval(right, 60);
      if (low <= truth && truth <= high) inside++;
    }
    return inside / 2000;
  });
  for (const share of held) expect(Math.abs(share - 0.95)).toBeLessThan(0.03);
});
