import { expect, it } from 'vitest';
import { type Arm, ladderOf, partName, partOf } from './arms.js';

it.each([
  [0, 0.25, 'first quarter'],
  [0.01, 0.2, 'first quarter'],
  [0.25, 0.5, 'second quarter'],
  [0.75, 1, 'last quarter'],
  [0.2, 0.3, 'first half'],
  [0, 0.5, 'first half'],
  [0.5, 1, 'second half'],
  [0.4, 0.6, 'all'],
  [0, 1, 'all'],
])('from %s to %s is the %s of training', (from, to, name) => {
  expect(partName(partOf(from, to))).toBe(name);
});

it('the ladder is in the part with most doses, all of training first', () => {
  const arm = (condition: string, dose: number, of: number): Arm => ({
    ...{ condition, dose, from: 0, to: 1 / of, part: { of, number: 0 } },
  });
  const names = (arms: Arm[]) => ladderOf(arms).map(({ condition }) => condition);
  expect(names([arm('a', 1, 1), arm('b', 4, 2), arm('c', 4, 1), arm('d', 4, 1), arm('e', 16, 1)])).toEqual([
    'a',
    'c',
    'e',
  ]);
  expect(names([arm('a', 1, 4), arm('b', 4, 1), arm('c', 4, 4)])).toEqual(['a', 'c']);
  expect(names([arm('a', 1, 4), arm('b', 4, 1)])).toEqual(['b']);
  expect(names([])).toEqual([]);
});
