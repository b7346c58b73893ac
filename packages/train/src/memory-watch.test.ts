import { expect, it } from 'vitest';
import { createMemoryWatch } from './memory-watch.js';

it('lets counts stay or fall, and names the one that grew', () => {
  let counts = { tensors: 10, bytes: 5 };
  const watch = createMemoryWatch(() => counts);
  watch.check(1, false);
  counts = { tensors: 9, bytes: 5 };
  watch.check(500, false);
  counts = { tensors: 11, bytes: 5 };
  watch.check(999, false);
  expect(() => watch.check(1000, false)).toThrow('tensors was 10 after update 1 and is 11 after update 1000');
  expect(() => watch.check(1203, true)).toThrow('after update 1203');
});
