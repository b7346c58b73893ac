import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bootstrapAuc, type ScoredClusters } from './bootstrap-auc.js';

const none = { method: 't', groups: [] } as const;

const clusters = (scores: readonly number[], seedOf: readonly number[], weights: readonly number[][]) =>
  ({
    scores: Float64Array.from(scores),
    seedOf: Int32Array.from(seedOf),
    weights: Uint16Array.from(weights.flat()),
  }) satisfies ScoredClusters;

/** Every pair of a run, one by one, drawn as often as the weights say. */
function pairwise(members: ScoredClusters, others: ScoredClusters, w: number[], v: number[]): number {
  let sum = 0;
  let count = 0;
  members.scores.forEach((score, k) => {
    let above = 0;
    let all = 0;
    others.scores.forEach((other, j) => {
      if (others.seedOf[j] !== members.seedOf[k]) return;
      all += v[j]!;
      above += v[j]! * (score > other ? 1 : score === other ? 0.5 : 0);
    });
    if (all === 0) return;
    sum += (w[k]! * above) / all;
    count += w[k]!;
  });
  return sum / count;
}

const sameNumber = (found: number, expected: number): void => {
  if (Number.isNaN(expected)) expect(found).toBeNaN();
  else expect(found).toBeCloseTo(expected, 12);
};

it('is the share of pairs of a run in which the member scores higher, ties counting half, in every row', () => {
  const score = fc.integer({ min: 0, max: 5 });
  const group = fc.array(fc.record({ score, seed: fc.integer({ min: 0, max: 2 }) }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(group, group, fc.nat(), (a, b, seed) => {
      const random = createRandom(seed, 'weights');
      const rows = (size: number) =>
        Array.from({ length: 3 }, () => Array.from({ length: size }, () => random.int(4)));
      const [w, v] = [rows(a.length), rows(b.length)];
      const make = (list: typeof a, weights: number[][]) =>
        clusters(
          list.map((entry) => entry.score),
          list.map((entry) => entry.seed),
          weights,
        );
      const [members, others] = [make(a, w), make(b, v)];
      const found = bootstrapAuc(members, others, none);
      sameNumber(
        found.point,
        pairwise(
          members,
          others,
          a.map(() => 1),
          b.map(() => 1),
        ),
      );
      found.draws.forEach((value, row) => {
        sameNumber(value, pairwise(members, others, w[row]!, v[row]!));
      });
    }),
  );
});

it('is 1 where all members score higher, 1/2 where all are tied, and leaves out what has no score', () => {
  const others = clusters([-3, -2, Number.NaN], [0, 0, 0], [[1, 1, 1]]);
  expect(bootstrapAuc(clusters([-1, 0], [0, 0], [[1, 1]]), others, none).point).toBe(1);
  expect(bootstrapAuc(clusters([-2.5, Number.NaN], [0, 0], [[1, 1]]), others, none).point).toBe(0.5);
  const tied = clusters([-2, -2], [0, 1], [[1, 1]]);
  expect(bootstrapAuc(tied, clusters([-2, -2], [0, 1], [[1, 1]]), none).point).toBe(0.5);
  expect(bootstrapAuc(tied, clusters([-2], [2], [[1]]), none).point).toBeNaN();
});
