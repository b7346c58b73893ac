import { createRandom } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { intervalOf } from '../../statistics/interval-of.js';
import { clopperPearson } from '../../statistics/share-interval.js';
import type { Question } from './read-questions.js';
import { shareEstimator } from './share-estimate.js';

const resampling = { seed: 1, resamples: 200, method: 't' as const };
const question = (fact: number, exact: boolean): Question => ({
  ...{ fact: `f${fact}`, split: 'test', depth: 'qa', exact },
  ...{ restricted: exact, restrictedBefore: true, errorClass: 'none' },
});

it('leaves out facts, cells, runs and worlds as taking their questions away does', () => {
  const random = createRandom(3, 'shares');
  // Two runs of one world and one of another; facts have one to three questions.
  const runs = ['a', 'a', 'b'].map((world) => ({
    world,
    questions: Array.from({ length: 12 }, (_, i) =>
      question(i % 5 < 3 ? i % 3 : i % 5, random.uniform() < 0.5),
    ),
  }));
  const estimate = shareEstimator(resampling);
  const share = (kept: typeof runs): number => estimate(kept).shares.heldOut.point;
  const { leftOut } = estimate(runs).shares.heldOut;
  const of = (kind: string): number[] => [...leftOut!.find((group) => group.of === kind)!.values];
  const without = (gone: (run: number, fact: string) => boolean) =>
    share(
      runs.map(({ world, questions }, run) => ({
        world,
        questions: questions.filter(({ fact }) => !gone(run, fact)),
      })),
    );
  const names = [...new Set(runs[0]!.questions.map(({ fact }) => fact))].sort();
  const isA = (run: number): boolean => run < 2;
  const facts = [
    ...names.map((name) => without((run, fact) => isA(run) && fact === name)),
    ...names.map((name) => without((run, fact) => !isA(run) && fact === name)),
  ];
  expect(of('facts')).toEqual(facts.map((value) => expect.closeTo(value, 12)));
  const cells = [0, 1, 2].flatMap((at) =>
    names.map((name) => without((run, fact) => run === at && fact === name)),
  );
  expect(of('cells')).toEqual(cells.map((value) => expect.closeTo(value, 12)));
  expect(of('seeds')).toEqual(
    [0, 1, 2].map((at) =>
      expect.closeTo(
        without((run) => run === at),
        12,
      ),
    ),
  );
  expect(of('data')).toEqual([
    expect.closeTo(
      without((run) => isA(run)),
      12,
    ),
    expect.closeTo(
      without((run) => !isA(run)),
      12,
    ),
  ]);
});

it('has exact intervals where facts agree, of distinct facts however many runs hold them', () => {
  const run = (world: string) => ({
    world,
    questions: Array.from({ length: 40 }, (_, i) => question(i, true)),
  });
  const estimate = shareEstimator(resampling);
  expect(intervalOf(estimate([run('a'), run('a')]).shares.heldOut, 0.95)).toEqual(
    clopperPearson(40, 40, 0.95),
  );
  expect(intervalOf(estimate([run('a'), run('b')]).shares.heldOut, 0.95)).toEqual(
    clopperPearson(80, 80, 0.95),
  );
  const percentile = shareEstimator({ ...resampling, method: 'percentile' });
  expect(intervalOf(percentile([run('a'), run('b')]).shares.heldOut, 0.95)).toEqual({ low: 1, high: 1 });
});
