import { createRandom } from '@lethe/contracts';
import { openBackend } from '@lethe/runtime';
import { expect, it } from 'vitest';
import { standardiseBy } from './extract-states.js';
import { fitLinearHead } from './linear-head.js';

const width = 6;
const classes = 3;
const random = createRandom(4, 'states');
const centres = Array.from({ length: classes }, () =>
  Array.from({ length: width }, () => 30 + 4 * random.normal()),
);

/** States around the centre of their class, or of no class at all. */
function draw(count: number, labelled: boolean) {
  const labels = Int32Array.from({ length: count }, () => random.int(classes));
  const of = (i: number): number[] => centres[labelled ? labels[i]! : random.int(classes)]!;
  const states = Float32Array.from(
    Array.from({ length: count }, (_, i) => of(i).map((value) => value + 0.3 * random.normal())).flat(),
  );
  return { states, labels };
}

it('reads a class that is there, from states it has not seen, and none that is not', async () => {
  const backend = await openBackend({ backend: 'wasm' });
  const options = {
    backend,
    width,
    classes,
    steps: 150,
    batchSize: 32,
    learningRate: 0.02,
    weightDecay: 0.01,
    seed: 1,
  };
  const there = await fitLinearHead({ ...options, train: draw(200, true), test: draw(101, true) });
  expect(there.trainAccuracy).toBe(1);
  expect(there.testAccuracy).toBe(1);
  const unseen = { states: draw(4, true).states, labels: Int32Array.of(-1, -1, -1, -1) };
  expect((await fitLinearHead({ ...options, train: draw(50, true), test: unseen })).testAccuracy).toBe(0);
  const absent = await fitLinearHead({ ...options, train: draw(200, false), test: draw(300, false) });
  expect(Math.abs(absent.testAccuracy - 1 / 3)).toBeLessThan(0.12);
});

it('standardises by the states for training', () => {
  const standardise = standardiseBy(Float32Array.of(1, 5, 3, 5), 2);
  const values = standardise(Float32Array.of(1, 5, 3, 5, 5, 6));
  expect(values[0]).toBeCloseTo(-1, 4);
  expect(values[2]).toBeCloseTo(1, 4);
  expect(values[4]).toBeCloseTo(3, 4);
  expect([values[1], values[3]]).toEqual([0, 0]);
});
