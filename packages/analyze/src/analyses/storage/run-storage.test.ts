import { expect, test } from 'vitest';
import { judge } from '../../claims/judge.js';
import { type ToyRun, toyRun } from '../../testing/answered-run.js';
import type { AnsweredRun } from '../extraction/extraction-group.js';
import { groupExtraction } from '../extraction/extraction-group.js';
import { runStorage } from './run-storage.js';
import { storage } from './storage.js';
import { storageFigure } from './storage-figure.js';

/** Three seeds of fine-tunings, each beside the pretraining that it continues from. */
function seeds(...toys: ToyRun[]): AnsweredRun[] {
  return [1, 2, 3].flatMap((seed) =>
    toys.flatMap((toy) => {
      const run = toyRun({ ...toy, seed });
      const K = run.setting.multiplicity!;
      const before = toyRun({ multiplicity: K, fineTuning: 'none', learnt: 0, seed });
      const from = { ...before.run, id: `before/k${K}-s${seed}` };
      return [
        { ...run, run: { ...run.run, from: from.id }, origin: from },
        { ...before, run: from },
      ];
    }),
  );
}
const groupsOf = (runs: AnsweredRun[]) => {
  const distinct = new Map(runs.map((run) => [run.run.id, run]));
  return groupExtraction([...distinct.values()], { seed: 1, resamples: 400, method: 't' });
};
function statements(runs: AnsweredRun[]) {
  const { hypotheses = [] } = runStorage({ needs: { extraction: groupsOf(runs) } })!;
  const found = hypotheses.flatMap((statement) => ('omitted' in statement ? [] : statement));
  const omitted = hypotheses.flatMap((statement) => ('omitted' in statement ? statement.omitted : []));
  return {
    omitted,
    verdicts: Object.fromEntries(
      found
        .map((hypothesis) => judge({ ...hypothesis, claim: storage.claims[hypothesis.claim]! }, 0.95))
        .map(({ id, value, verdict }) => [id, [Number(value.toFixed(4)), verdict]]),
    ),
  };
}

test('a held-out fact is right, suppressed, overwritten or was never stored', () => {
  // Of 112: 30 are right, 40 more lead, 100 led before.
  const [group] = groupsOf(seeds({ right: 30, leading: 70, leadingBefore: 100 }));
  const { right, suppressed, overwritten, neverStored, heldOutRestrictedBefore } = group!.shares;
  const counts = [right, suppressed, overwritten, neverStored].map(({ successes }) => successes / 3);
  expect(counts).toEqual([30, 40, 30, 12]);
  expect(right.facts).toBe(336);
  expect(heldOutRestrictedBefore.point).toBeCloseTo(100 / 112, 12);
  const [figure] = storageFigure([group!]);
  const drawn = figure!.panels[0]!.series.map(({ label, points }) => [label, points[0]!.y * 112]);
  expect(drawn.map(([label, y]) => [label, Math.round(y as number)])).toEqual([
    ['right', 30],
    ['suppressed', 40],
    ['overwritten', 30],
    ['never stored', 12],
  ]);
});

test('full fine-tuning overwrites what low rank suppresses, and both were stored', () => {
  const { verdicts, omitted } = statements(
    seeds(
      { multiplicity: 2, right: 0, leading: 5 },
      { multiplicity: 2, fineTuning: 'rank 1', steps: 1000, right: 25, leading: 85 },
      { multiplicity: 4, right: 100, leading: 112 },
      { multiplicity: 1, right: 0, leading: 0, learnt: 10 },
      { multiplicity: 1, model: 'attention only', leading: 100 },
    ),
  );
  expect(verdicts).toEqual({
    'G8-attention + MLP-K=1': [1, 'reproduced'],
    'G8-attention + MLP-K=2': [1, 'reproduced'],
    'G8-attention + MLP-K=4': [1, 'reproduced'],
    'G8-attention + MLP-K=2-full': [0.9554, 'reproduced'],
    'G8-attention + MLP-K=2-rank 1 - full': [-0.7143, 'reproduced'],
    'G8-attention + MLP-K=4-full': [1, 'reproduced'],
  });
  expect(omitted).toEqual([]);
});

test('without answers before fine-tuning nothing is said, and the log says why', () => {
  const { verdicts, omitted } = statements(
    seeds({ multiplicity: 2, leadingBefore: null }, { multiplicity: 8, right: 112, leadingBefore: null }),
  );
  // Answers after fine-tuning alone speak to what enough templates give.
  expect(Object.keys(verdicts)).toEqual(['G8-attention + MLP-K=8-full']);
  expect(omitted).toEqual(['G8 of attention + MLP, K=2, full', 'G8 of attention + MLP, K=8, full']);
});
