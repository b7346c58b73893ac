import { expect, it } from 'vitest';
import { mergeOverrides } from './merge-overrides.js';

it('merges objects at any depth and keeps what is not named', () => {
  const base = { a: { b: 1, c: { d: 2, e: 3 } }, f: 4 };
  expect(mergeOverrides(base, { a: { c: { d: 5 } }, g: { h: 6 } })).toEqual({
    a: { b: 1, c: { d: 5, e: 3 } },
    f: 4,
    g: { h: 6 },
  });
  expect(base).toEqual({ a: { b: 1, c: { d: 2, e: 3 } }, f: 4 });
});

it.each([
  ['an object by a value', { a: { b: 1 } }, { a: 2 }],
  ['a value by an object', { a: 2 }, { a: { b: 1 } }],
  ['an object by null', { a: { b: 1 } }, { a: null }],
  ['null by an object', { a: null }, { a: { b: 1 } }],
  ['a list by a shorter one', { a: [1, 2, 3] }, { a: [4] }],
  ['an object by a list', { a: { b: 1 } }, { a: [4] }],
  ['a list by an object', { a: [1, 2] }, { a: { b: 1 } }],
])('replaces %s', (_, base, over) => {
  expect(mergeOverrides(base, over)).toEqual(over);
});
