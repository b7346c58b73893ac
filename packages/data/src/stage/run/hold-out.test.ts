import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectDocuments } from './open-background.js';
import { heldOutBySeed } from './open-evaluation.js';

test('one document of every so many is held out, wherever one looks first', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 30 }),
      fc.nat(),
      fc.integer({ min: 1, max: 20 }),
      (oneIn, seed, groups) => {
        const isHeldOut = heldOutBySeed(oneIn, seed);
        const places = Array.from({ length: groups * oneIn }, (_, place) => place);
        const held = places.filter(isHeldOut);
        expect(held.map((place) => Math.floor(place / oneIn))).toEqual(
          Array.from({ length: groups }, (_, g) => g),
        );
        const backwards = heldOutBySeed(oneIn, seed);
        expect(places.toReversed().filter(backwards).toReversed()).toEqual(held);
      },
    ),
  );
});

test('which one depends on the seed', () => {
  const held = (seed: number) => Array.from({ length: 200 }, (_, i) => i).filter(heldOutBySeed(10, seed));
  expect(held(1)).not.toEqual(held(2));
  expect(new Set(held(1).map((place) => place % 10)).size).toBeGreaterThan(3);
});

test('places are counted through the batches of a stream', async () => {
  async function* stream() {
    for (const ids of [['a', 'b'], ['c'], ['d', 'e', 'f']]) {
      yield ids.map((id) => ({ id, text: id, source: 's' }));
    }
  }
  const wanted: string[][] = [];
  for await (const batch of selectDocuments(stream(), (place) => place % 3 === 0)) {
    wanted.push(batch.map(({ id }) => id));
  }
  expect(wanted).toEqual([['a'], ['d']]);
});
