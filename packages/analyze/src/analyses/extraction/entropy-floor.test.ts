import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entropyFloor } from './entropy-floor.js';

test('K templates per subject cost 1/2 log K a token', () => {
  for (const K of [1, 2, 4, 8]) {
    const rows = Array.from({ length: 16 * K }, (_, i) => {
      const subject = Math.floor(i / K);
      // Templates are shared by subjects, answers are not.
      return { tokens: [subject, 100 + ((i * 7 + subject) % 64), 200 + subject], places: [1, 2], times: 3 };
    });
    expect(entropyFloor(rows)).toBeCloseTo(Math.log(K) / 2, 12);
  }
});

test('tokens without loss cost nothing, and what stands before them still tells rows apart', () => {
  const row = (tokens: number[], places: number[], times = 1) => ({ tokens, places, times });
  expect(entropyFloor([row([1, 2, 3], [2]), row([1, 4, 5], [2])])).toBe(0);
  expect(entropyFloor([row([1, 2, 3], [2]), row([1, 2, 5], [2])])).toBeCloseTo(Math.log(2), 12);
  // Three in four say 3: the binary entropy of 1/4, over two places of which one costs nothing.
  const uneven = entropyFloor([row([1, 2, 3], [1, 2], 3), row([1, 2, 5], [2, 1])]);
  expect(uneven).toBeCloseTo((Math.log(4) - 0.75 * Math.log(3)) / 2, 12);
  expect(entropyFloor([row([1, 2], [])])).toBeNaN();
});

test('it is the cross entropy of the frequencies themselves, which no other prediction undercuts', () => {
  const row = fc.record({
    tokens: fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
    times: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (list) => {
      const rows = list.map((item) => ({ ...item, places: [1, 2] }));
      const counts = new Map<string, number>();
      const key = (tokens: number[], end: number): string => tokens.slice(0, end).join();
      const places = [1, 2];
      for (const { tokens, times } of rows) {
        for (const end of [1, 2, 3]) {
          counts.set(key(tokens, end), (counts.get(key(tokens, end)) ?? 0) + times);
        }
      }
      let nats = 0;
      let uniform = 0;
      let total = 0;
      for (const { tokens, times } of rows) {
        for (const place of places) {
          nats -= times * Math.log(counts.get(key(tokens, place + 1))! / counts.get(key(tokens, place))!);
          uniform += times * Math.log(3);
          total += times;
        }
      }
      const floor = entropyFloor(rows);
      expect(floor).toBeCloseTo(nats / total, 10);
      expect(floor).toBeLessThanOrEqual(uniform / total + 1e-12);
    }),
  );
});
