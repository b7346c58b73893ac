import { expect, test } from 'vitest';
import { judge } from '../../claims/judge.js';
import type { ExtractionSetting } from './describe-run.js';
import { extraction } from './extraction.js';
import { type AnsweredRun, groupExtraction } from './extraction-group.js';
import { extractionHypotheses } from './extraction-hypotheses.js';
import type { Question } from './read-questions.js';

const options = { seed: 1, resamples: 400 };

/** A run of the toy world whose first `right` held-out subjects are answered. */
function run(
  setting: Partial<ExtractionSetting>,
  right: number,
  more: { seed?: number; excessLoss?: number; stored?: boolean } = {},
): AnsweredRun {
  const { seed = 1, excessLoss = null, stored = true } = more;
  const questions: Question[] = [];
  for (let subject = 0; subject < 128; subject++) {
    const fact = `subject-${String(subject).padStart(3, '0')}`;
    const split = subject < 16 ? 'train' : 'test';
    const exact = split === 'train' || subject - 16 < right;
    const errorClass = exact ? 'none' : subject % 2 === 0 ? 'relation' : 'fine_tuned_answer';
    questions.push({ fact, split, depth: 'qa', exact, restricted: exact || subject < 100, errorClass });
    const recalled = stored || subject !== 7;
    questions.push({ ...questions.at(-1)!, depth: 'memorization', exact: recalled, errorClass: 'none' });
  }
  const world = `seed ${seed}`;
  const sizes = { templates: 64, fineTuned: 16, subjects: 128, multiplicity: 4 };
  return {
    id: `run${seed}`,
    setting: { model: 'attention + MLP', fineTuning: 'full', ...sizes, world, ...setting },
    questions,
    loss: excessLoss === null ? null : excessLoss + Math.log(4) / 2,
    entropyFloor: excessLoss === null ? null : Math.log(4) / 2,
  };
}

const verdicts = (runs: AnsweredRun[]): Record<string, [number, string, number]> =>
  Object.fromEntries(
    extractionHypotheses(groupExtraction(runs, options))
      .map((hypothesis) => judge({ ...hypothesis, claim: extraction.claims[hypothesis.claim]! }, 0.95))
      .map((finding) => [finding.id, [Number(finding.value.toFixed(4)), finding.verdict, finding.seeds]]),
  );

test('runs that differ in seeds are one group, with shares of what was asked', () => {
  const [group, ...others] = groupExtraction([run({}, 100), run({}, 90, { seed: 2 })], options);
  expect(others).toEqual([]);
  expect([group!.seeds, group!.facts]).toEqual([2, 256]);
  const point = (name: keyof NonNullable<typeof group>['shares']) => group!.shares[name].point;
  expect(point('heldOut')).toBeCloseTo(190 / 224, 12);
  expect(point('trained')).toBe(1);
  expect(point('stored')).toBe(1);
  expect(point('heldOutRestricted')).toBeCloseTo((100 + 90) / 224, 12);
  // 12 and 22 held-out answers are wrong, half of them relation tokens.
  expect(Object.fromEntries(group!.errors)).toEqual({ relation: 17 / 224, fine_tuned_answer: 17 / 224 });
  expect(group!.excessLoss).toBeUndefined();
});

test('a world of one seed keeps its facts in every run', () => {
  const [group] = groupExtraction([run({}, 100), { ...run({}, 100), id: 'other' }], options);
  expect(group!.facts).toBe(128);
});

test('the toy of the page reproduces every claim', () => {
  const seeds = [1, 2, 3];
  const of = (setting: Partial<ExtractionSetting>, right: number, excessLoss?: number) =>
    seeds.map((seed) =>
      run(setting, right - (right > 100 ? seed : 0), {
        seed,
        ...(excessLoss === undefined ? {} : { excessLoss }),
      }),
    );
  const found = verdicts([
    ...of({ fineTuning: 'none', multiplicity: 4 }, 0, 0.002),
    ...of({ multiplicity: 2 }, 0),
    ...of({ multiplicity: 2, fineTuning: 'rank 1' }, 0),
    ...of({ multiplicity: 4 }, 100),
    ...of({ multiplicity: 4, fineTuning: 'rank 1' }, 112),
    ...of({ multiplicity: 8 }, 112),
    ...of({ model: 'attention only', multiplicity: 8 }, 0),
  ]);
  expect(Object.values(found).every(([, verdict, n]) => verdict === 'reproduced' && n === 3)).toBe(true);
  expect(found['G1-attention + MLP-K=4']![0]).toBe(0.002);
  expect(found['G1b-attention + MLP-K=4']![0]).toBe(1);
  expect(found['G3-attention + MLP-full-K=8 - K=2']![0]).toBeCloseTo(110 / 112, 4);
  expect(found['G9-attention + MLP-K=4-rank 1 - full']![0]).toBeCloseTo(10 / 112, 4);
  expect(found['G11-K=8-full']![0]).toBeCloseTo(110 / 112, 4);
  expect(found['G7-attention + MLP-K=2-full']![0]).toBe(1);
  // Rank 1 cannot learn the questions by heart.
  expect(Object.keys(found).filter((id) => id.startsWith('G7'))).toHaveLength(1);
  expect(Object.keys(found)).toHaveLength(11);
});

test('what does not hold is contradicted, and one seed decides nothing', () => {
  const two = (setting: Partial<ExtractionSetting>, right: number, more = {}) =>
    [1, 2].map((seed) => run(setting, right, { seed, ...more }));
  const found = verdicts([
    ...two({ fineTuning: 'none' }, 0, { excessLoss: 0.2, stored: false }),
    ...two({ multiplicity: 2 }, 112),
    ...two({ multiplicity: 8, fineTuning: 'rank 1' }, 50),
    ...two({ multiplicity: 8 }, 100),
    ...two({ model: 'attention only', multiplicity: 8 }, 112),
  ]);
  const verdictOf = (id: string) => found[id]?.[1];
  expect(verdictOf('G1-attention + MLP-K=4')).toBe('contradicted');
  expect(verdictOf('G3-attention + MLP-K=2-full')).toBe('contradicted');
  expect(verdictOf('G3-attention + MLP-full-K=8 - K=2')).toBe('contradicted');
  expect(verdictOf('G9-attention + MLP-K=8-rank 1 - full')).toBe('contradicted');
  expect(verdictOf('G11-attention only-K=8-full')).toBe('contradicted');
  // One fact of 128 is forgotten, which some resamples do not draw.
  expect(found['G1b-attention + MLP-K=4']).toEqual([0.9922, 'inconclusive', 2]);
  const single = verdicts([run({ multiplicity: 8 }, 112)]);
  expect(Object.values(single)).toEqual([[1, 'inconclusive', 1]]);
});
