import { createRandom } from '@lethe/contracts';
import { expect, test } from 'vitest';
import { columnIntervals } from './column-intervals.js';
import { columnEstimate } from './estimate.js';
import { intervalOf } from './interval-of.js';

test('the intervals of columns are those of each by itself, by every method', () => {
  const random = createRandom(3, 'columns');
  const [columns, rows] = [21, 160];
  const draws = Float64Array.from({ length: columns * rows }, (_, i) => random.normal() + (i % columns));
  // A column of which too few draws are numbers.
  for (let b = 20; b < rows; b++) draws[b * columns + 5] = Number.NaN;
  const point = Float64Array.from({ length: columns }, (_, column) => column);
  const groups = [
    { of: 'facts', sample: 'a', size: 40 },
    { of: 'seeds', sample: '', size: 20 },
  ] as const;
  for (const method of ['none', 't', 'percentile', 'bca'] as const) {
    const leftOut = method === 'none' ? undefined : { method, groups };
    const means = { columns, point, draws, leftOut };
    const wanted = [0, 1, 2, 5, 6, 7, 8, 9, 11, 13, 20];
    const intervals = columnIntervals(means, 0.9, wanted);
    expect([...intervals.keys()]).toEqual(wanted.filter((column) => column !== 5));
    for (const column of wanted) {
      expect(intervals.get(column)).toEqual(intervalOf(columnEstimate(means, column), 0.9));
    }
  }
  expect(
    columnIntervals({ columns: 0, point: new Float64Array(0), draws: new Float64Array(0) }, 0.9, []),
  ).toEqual(new Map());
});
