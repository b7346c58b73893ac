import { expect, it } from 'vitest';
import { createMemoryWatch } from './memory-watch.js';

it('lets counts stay or fall, and names the one that grew', () => {
  let counts = { tensors: 10, bytes: 5 };
  const watch = createMemoryWatch(() => counts, 1200);
  watch.check(1);
  counts = { tensors: 9, bytes: 5 };
  watch.check(500);
  counts = { tensors: 11, bytes: 5 };
  watch.check(999);
  expect(() => watch.check(1000)).toThrow('tensors was 10 after update 1 and is 11 after update 1000');
  expect(() => watch.check(1200)).toThrow('after update 1200');
});
