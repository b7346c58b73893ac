import { byteTokens, createByteBpeTokenizer } from '@lethe/tokenizers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { injectIntoRows, injectIntoSteps } from './inject-into-rows.js';
import { createOrder } from './testing/create-order.js';

const tokenizer = createByteBpeTokenizer(byteTokens());
const T = 10;
/** Rows enough for 12 texts of 35 tokens, whose pieces may all need a row of their own. */
const ROWS = 60;
const config = (injection: Record<string, unknown>, batchSize = 8, seed = 1) => ({
  seed,
  sequenceLength: T,
  order: createOrder({ start: 0, ...injection }, { batchSize }),
});
/** One encounter for each length, the end of text included. */
const encounters = (lengths: readonly number[], step = 0) =>
  lengths.map((length, i) => ({ factId: `f${i}`, step, text: 'abcdefghij'[i % 10]!.repeat(length - 1) }));
const rowsOf = (lengths: readonly number[], injection: Record<string, unknown>, step = 0) => {
  const rows = injectIntoRows(encounters(lengths, step), tokenizer, config(injection));
  return [...rows].map(
    ([row, { factIds, positions }]) => `${row}:${factIds.join('+')}@${positions.join('+')}`,
  );
};

test('rows are the first ones, evenly spread, or drawn by seed and step', () => {
  expect(rowsOf([3, 4, 5], { row: 'first' })).toEqual(['0:f0@0', '1:f1@0', '2:f2@0']);
  expect(rowsOf([3, 4, 5], { row: 'spread' })).toEqual(['0:f0@0', '2:f1@0', '5:f2@0']);
  expect(rowsOf([3], { row: 'spread' })).toEqual(['0:f0@0']);
  const drawn = Array.from({ length: 400 }, (_, step) => rowsOf([3, 4], { row: 'random' }, step));
  expect(drawn[7]).toEqual(rowsOf([3, 4], { row: 'random' }, 7));
  const times = new Map<string, number>();
  for (const row of drawn.flat()) times.set(row, (times.get(row) ?? 0) + 1);
  // Either fact takes each of 8 rows alike: Binomial(400, 1/8) has standard deviation 6.6.
  expect(times.size).toBe(16);
  for (const number of times.values()) expect(Math.abs(number - 50)).toBeLessThan(4 * 6.7);
});

test('a replacing text begins at a fraction of the row, earlier only where it would not fit', () => {
  const at = (fraction: number, length: number) =>
    rowsOf([length], { placement: 'replace', at: fraction })[0]!.split('@')[1];
  expect([at(0, 3), at(0.5, 3), at(0.55, 3), at(0.5, 7), at(1, 3), at(1, 10)]).toEqual([
    ...['0', '5', '5', '3', '7', '0'],
  ]);
  const shared = injectIntoRows(encounters([3, 4]), tokenizer, config({ placement: 'replace', at: 0.5 }, 1));
  expect(shared.get(0)).toMatchObject({ positions: [3, 6], lengths: [3, 4] });
  expect(rowsOf([3], { placement: 'append' })).toEqual(['0:f0@7']);
});

test('every text is there, complete, in ascending rows, and no row is overfull', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 35 }), { minLength: 1, maxLength: 12 });
  const options = fc.record({
    row: fc.constantFrom('first', 'spread', 'random'),
    placement: fc.constantFrom('prepend', 'replace', 'append'),
  });
  fc.assert(
    fc.property(
      lengths,
      options,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(),
      (sizes, chosen, at, seed) => {
        const given = encounters(sizes, 3);
        const spec = config(chosen.placement === 'replace' ? { ...chosen, at } : chosen, ROWS, seed);
        const plan = injectIntoSteps(given, tokenizer, spec);
        expect([...plan.keys()]).toEqual([3]);
        expect(plan.get(3)).toEqual(injectIntoRows(given, tokenizer, spec));
        const met = new Map<string, number[]>();
        for (const [row, { factIds, positions, lengths, tokens }] of [...plan.get(3)!].sort(
          ([a], [b]) => a - b,
        )) {
          expect(row).toBeGreaterThanOrEqual(0);
          expect(row).toBeLessThan(ROWS);
          expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(tokens.length);
          let end = positions[0]!;
          expect(end).toBeGreaterThanOrEqual(0);
          let source = 0;
          factIds.forEach((id, i) => {
            expect(positions[i]).toBe(end);
            end += lengths[i]!;
            met.set(id, [...(met.get(id) ?? []), ...tokens.subarray(source, source + lengths[i]!)]);
            source += lengths[i]!;
          });
          expect(end).toBeLessThanOrEqual(T);
        }
        expect([...met.keys()].sort()).toEqual(given.map(({ factId }) => factId).sort());
        for (const { factId, text } of given) {
          expect(tokenizer.decode(met.get(factId)!)).toBe(`${text}<|endoftext|>`);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('a text that is injected again takes no memory again', () => {
  const again = [0, 1, 2].map((step) => ({ factId: 'f', step, text: 'the same' }));
  const plan = injectIntoSteps(again, tokenizer, config({}));
  const buffers = [...plan.values()].map((rows) => rows.get(0)!.tokens.buffer);
  expect(new Set(buffers).size).toBe(1);
});
