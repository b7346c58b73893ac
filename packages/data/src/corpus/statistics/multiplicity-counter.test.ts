import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MultiplicityCounter } from './multiplicity-counter.js';

function count(
  texts: readonly string[],
  maxTexts?: number,
): { histogram: [number, number][]; passes: number } {
  const counter = new MultiplicityCounter(maxTexts);
  let passes = 0;
  do {
    for (const text of texts) counter.add(text);
    passes++;
  } while (counter.endPass());
  return { histogram: [...counter.histogram()], passes };
}

test('the histogram is that of a map of the texts, however many passes it takes', () => {
  const texts = fc.array(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 300 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 40 }), (texts, maxTexts) => {
      const copies = new Map<string, number>();
      for (const text of texts) copies.set(text, (copies.get(text) ?? 0) + 1);
      const expected = new Map<number, number>();
      for (const value of copies.values()) expected.set(value, (expected.get(value) ?? 0) + 1);
      const { histogram, passes } = count(texts, maxTexts);
      expect(histogram).toEqual([...expected].sort(([a], [b]) => a - b));
      if (copies.size <= maxTexts) expect(passes).toBe(1);
      else expect(passes).toBeGreaterThan(1);
    }),
  );
});

test('more texts than fit take about as many passes as needed', () => {
  const texts = Array.from({ length: 20_000 }, (_, i) => `text ${i % 10_000}`);
  const { histogram, passes } = count(texts, 2000);
  expect(histogram).toEqual([[2, 10_000]]);
  expect(passes).toBeLessThanOrEqual(16);
});
