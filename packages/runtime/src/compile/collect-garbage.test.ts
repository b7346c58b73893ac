import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { collectGarbage } from './collect-garbage.js';

/** Apart, so that no frame of the test holds the array. */
const dropped = (): WeakRef<Float32Array> => new WeakRef(new Float32Array(2 ** 10));

it('frees typed arrays that nobody holds any more, and no others', async () => {
  const held = new WeakRef(new Float32Array(8));
  const kept = held.deref()!;
  const references = Array.from({ length: 8 }, dropped);
  // A reference keeps its array until the turn of the event loop in which it was made is over.
  await setImmediate();
  collectGarbage();
  expect(references.map((reference) => reference.deref())).toEqual(new Array(8).fill(undefined));
  expect(held.deref()).toBe(kept);
});
