import { expect, test } from 'vitest';
import { createBackgroundOrder, createMixedOrder } from './background-order.js';

const parts = [
  { name: 'few', share: 0.2, firstRow: 0, rows: 7 },
  { name: 'many', share: 0.8, firstRow: 7, rows: 500 },
];

test('a single part is the background as it always was', () => {
  const mixed = createMixedOrder([{ name: 'only', share: 1, firstRow: 0, rows: 13 }], 5);
  const alone = createBackgroundOrder(13, 5);
  for (let place = 0; place < 60; place++) expect(mixed(place)).toBe(alone(place));
});

test('each part goes through all of its rows, in another order each time, whatever the others do', () => {
  const rowAt = createMixedOrder(parts, 3);
  const rows = Array.from({ length: 512 }, (_, place) => rowAt(place));
  const few = rows.filter((row) => row < 7);
  const many = rows.filter((row) => row >= 7);
  // Of 512 rows a fifth, to the nearest one.
  expect(few).toHaveLength(102);
  for (let begin = 0; begin + 7 <= few.length; begin += 7) {
    expect(few.slice(begin, begin + 7).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  }
  expect(few.slice(0, 7)).not.toEqual(few.slice(7, 14));
  expect(new Set(many).size).toBe(many.length);

  const larger = createMixedOrder([parts[0]!, { ...parts[1]!, rows: 9000 }], 3);
  const others = Array.from({ length: 512 }, (_, place) => larger(place));
  expect(others.filter((row) => row < 7)).toEqual(few);
});

test('places can be asked for again, skipped, and asked for backwards', () => {
  const rowAt = createMixedOrder(parts, 4);
  const rows = Array.from({ length: 200 }, (_, place) => rowAt(place));
  const again = createMixedOrder(parts, 4);
  for (const place of [150, 150, 151, 199, 3, 3, 2, 180, 0]) expect(again(place)).toBe(rows[place]);
});
