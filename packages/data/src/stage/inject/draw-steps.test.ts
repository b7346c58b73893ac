import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DrawnFact, drawSteps } from './draw-steps.js';

const fact = (id: string, window: [number, number], count: number): DrawnFact => ({
  id,
  spacing: { window, count },
});

const windows: [number, number][] = [
  [0, 1],
  [0, 0.5],
  [0.5, 1],
  [0.25, 0.5],
];

const plans = fc.record({
  steps: fc.integer({ min: 8, max: 60 }),
  drawn: fc.array(
    fc.record({ window: fc.constantFrom(...windows), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { maxLength: 12 },
  ),
  seed: fc.nat(),
});

test('steps of a fact differ and lie in its window, and steps of a window have texts evenly', () => {
  fc.assert(
    fc.property(plans, ({ steps, drawn, seed }) => {
      const sizeOf = ([from, to]: [number, number]) => Math.round(to * steps) - Math.round(from * steps);
      const facts = drawn.map(({ window, share }, i) =>
        fact(`f${i}`, window, Math.max(1, Math.floor(share * sizeOf(window)))),
      );
      const texts = new Int32Array(steps);
      const found = drawSteps(facts, seed, texts, 1000);
      const counted = new Int32Array(steps);
      for (const { id, spacing } of facts) {
        const own = found.get(id)!;
        expect(own).toHaveLength(spacing.count);
        expect(own).toEqual([...new Set(own)].sort((a, b) => a - b));
        expect(own[0]).toBeGreaterThanOrEqual(Math.round(spacing.window[0] * steps));
        expect(own.at(-1)).toBeLessThan(Math.round(spacing.window[1] * steps));
        for (const step of own) counted[step]!++;
      }
      expect(texts).toEqual(counted);
      for (const [from, to] of windows) {
        const inWindow = new Int32Array(steps);
        for (const { id, spacing } of facts) {
          if (spacing.window[0] !== from || spacing.window[1] !== to) continue;
          for (const step of found.get(id)!) inWindow[step]!++;
        }
        const own = inWindow.subarray(Math.round(from * steps), Math.round(to * steps));
        expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('every step of a window is as probable as any other, whatever the others take', () => {
  const facts = [fact('a', [0, 1], 3), fact('b', [0, 1], 7), fact('c', [0, 1], 1), fact('d', [0, 0.5], 5)];
  const draws = 4000;
  const met = { a: new Float64Array(12), b: new Float64Array(12), c: new Float64Array(12) };
  for (let seed = 0; seed < draws; seed++) {
    const found = drawSteps(facts, seed, new Int32Array(12), 8);
    for (const [id, counts] of Object.entries(met)) for (const step of found.get(id)!) counts[step]!++;
  }
  for (const [id, counts] of Object.entries(met)) {
    const share = { a: 3, b: 7, c: 1 }[id]! / 12;
    const error = Math.sqrt((share * (1 - share)) / draws);
    for (const count of counts) expect(Math.abs(count / draws - share)).toBeLessThan(4.5 * error);
  }
});

test('no step gets more texts than rows as long as others have some left', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(), (rows, seed) => {
      // Ten steps of which four are taken by other plans; what is left is filled to the last row.
      const texts = Int32Array.from({ length: 10 }, (_, step) => (step < 4 ? rows : 0));
      const facts = Array.from({ length: rows }, (_, i) => fact(`f${i}`, [0, 1], 6));
      const found = drawSteps(facts, seed, texts, rows);
      for (const own of found.values()) expect(own).toEqual([4, 5, 6, 7, 8, 9]);
      expect([...texts]).toEqual(new Array(10).fill(rows));
    }),
  );
});

test('a window inside another is served first', () => {
  for (let seed = 0; seed < 50; seed++) {
    const facts = [fact('all', [0, 1], 4), fact('half', [0, 0.5], 4)];
    const found = drawSteps(facts, seed, new Int32Array(8), 1);
    expect(found.get('half')).toEqual([0, 1, 2, 3]);
    expect(found.get('all')).toEqual([4, 5, 6, 7]);
  }
});

test('a window without rows is refused with its steps and numbers', () => {
  const texts = Int32Array.of(0, 0, 0, 0, 2, 0, 1, 2);
  expect(() => drawSteps([fact('a', [0.5, 1], 3)], 1, texts, 2)).toThrow(
    /\[0.5, 1\], steps 4 to 7[\s\S]*fact a[\s\S]*3 steps with fewer texts than order.batchSize, 2[\s\S]*2; step 4 has 2 texts[\s\S]*3 injections, its steps 8 rows/,
  );
});
