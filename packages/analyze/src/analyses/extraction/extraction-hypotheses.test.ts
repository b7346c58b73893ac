import { expect, test } from 'vitest';
import { judge } from '../../claims/judge.js';
import { type ToyRun, toyRun } from '../../testing/answered-run.js';
import { extraction } from './extraction.js';
import { type AnsweredRun, groupExtraction } from './extraction-group.js';
import { extractionHypotheses } from './extraction-hypotheses.js';

const options = { seed: 1, resamples: 400, method: 't' as const };

const judged = (runs: AnsweredRun[]) =>
  extractionHypotheses(groupExtraction(runs, options)).flatMap((statement) =>
    'omitted' in statement ? [] : [judge({ ...statement, claim: extraction.claims[statement.claim]! }, 0.95)],
  );
const omitted = (runs: AnsweredRun[]): string[] =>
  extractionHypotheses(groupExtraction(runs, options)).flatMap((statement) =>
    'omitted' in statement ? [`${statement.omitted}: ${statement.why}`] : [],
  );
const verdicts = (runs: AnsweredRun[]): Record<string, [number, string, number]> =>
  Object.fromEntries(
    judged(runs).map((finding) => [
      finding.id,
      [Number(finding.value.toFixed(4)), finding.verdict, finding.seeds],
    ]),
  );
const seeds = (...runs: ToyRun[]): AnsweredRun[] =>
  runs.flatMap((toy) => [1, 2, 3].map((seed) => toyRun({ ...toy, seed })));

test('runs that differ in seeds are one group, with shares of what was asked', () => {
  const toys = [{ right: 100 }, { right: 90, seed: 2, learnt: 15 }].map(toyRun);
  const [group, ...others] = groupExtraction(toys, options);
  expect(others).toEqual([]);
  expect([group!.seeds, group!.facts]).toEqual([2, 256]);
  const { heldOut, trained, stored, heldOutRestricted } = group!.shares;
  expect(heldOut).toMatchObject({ facts: 224, successes: 190, bySeed: [100 / 112, 90 / 112] });
  expect(heldOut.point).toBeCloseTo(190 / 224, 12);
  expect(trained).toMatchObject({ point: 31 / 32, facts: 32, successes: 31, bySeed: [1, 15 / 16] });
  expect(stored).toMatchObject({ point: 1, facts: 256, successes: 256 });
  expect(heldOutRestricted.point).toBeCloseTo(190 / 224, 12);
  // 12 and 22 held-out answers are wrong, half of them relation tokens.
  expect(Object.fromEntries(group!.errors)).toEqual({ relation: 17 / 224, fine_tuned_answer: 17 / 224 });
  expect(group!.excessLoss).toBeUndefined();
});

test('a world of one seed keeps its facts in every run, and counts each once', () => {
  const runs = [toyRun({ right: 100 }), { ...toyRun({ right: 50, seed: 2 }), world: 'seed 1' }];
  const [group] = groupExtraction(runs, options);
  expect(group!.facts).toBe(128);
  // Fifty facts are answered in both runs and fifty in one.
  expect(group!.shares.heldOut).toMatchObject({ facts: 112, successes: 75 });
});

test('the toy of the page reproduces every claim', () => {
  const found = verdicts(
    seeds(
      { fineTuning: 'none', multiplicity: 4, learnt: 0, excessLoss: 0.002 },
      { multiplicity: 2 },
      { multiplicity: 2, fineTuning: 'rank 1', steps: 1000 },
      { multiplicity: 4, right: 100 },
      { multiplicity: 4, fineTuning: 'rank 1', steps: 1000, right: 112 },
      { multiplicity: 8, right: 112 },
      { multiplicity: 8, model: 'attention only' },
    ),
  );
  const undecided = Object.entries(found).filter(([, [, verdict]]) => verdict !== 'reproduced');
  // 384 facts, all recalled, do not show that it is 999 of 1,000.
  expect(undecided).toEqual([['G1b-attention + MLP-K=4', [1, 'inconclusive', 3]]]);
  expect(Object.values(found).every(([, , n]) => n === 3)).toBe(true);
  expect(found['G1-attention + MLP-K=4']![0]).toBe(0.002);
  expect(found['G1b-attention + MLP-K=4']![0]).toBe(1);
  expect(found['G3-attention + MLP-full-K=8 - K=2']![0]).toBe(1);
  expect(found['G3-attention + MLP-rank 1-K=4 - K=2']![0]).toBe(1);
  expect(found['G9-attention + MLP-K=4-rank 1 - full']![0]).toBeCloseTo(12 / 112, 4);
  expect(found['G11-K=8-full']![0]).toBe(1);
  expect(found['G7-attention + MLP-K=2-full']![0]).toBe(1);
  expect(Object.keys(found)).toHaveLength(12);
});

test('what does not hold is contradicted, and one seed decides nothing', () => {
  const found = verdicts(
    seeds(
      { fineTuning: 'none', excessLoss: 0.2, stored: false },
      { multiplicity: 2, right: 112 },
      { multiplicity: 8, fineTuning: 'rank 1', right: 50 },
      { multiplicity: 8, right: 100 },
      { multiplicity: 8, model: 'attention only', right: 112 },
    ),
  );
  const verdictOf = (id: string) => found[id]?.[1];
  expect(verdictOf('G1-attention + MLP-K=4')).toBe('contradicted');
  expect(verdictOf('G3-attention + MLP-K=2-full')).toBe('contradicted');
  expect(verdictOf('G3-attention + MLP-full-K=8 - K=2')).toBe('contradicted');
  expect(verdictOf('G9-attention + MLP-K=8-rank 1 - full')).toBe('contradicted');
  expect(verdictOf('G11-attention only-K=8-full')).toBe('contradicted');
  // One fact of 128 is forgotten.
  expect(found['G1b-attention + MLP-K=4']![0]).toBe(0.9922);
  const single = verdicts([toyRun({ multiplicity: 8, right: 112 })]);
  expect(Object.values(single)).toEqual([[1, 'inconclusive', 1]]);
});

test('fine-tuning that has not taught its own questions is not judged, and the reason is given', () => {
  const runs = seeds(
    { multiplicity: 2, fineTuning: 'rank 1', learnt: 6 },
    { multiplicity: 4, right: 100 },
    { multiplicity: 4, fineTuning: 'rank 1', learnt: 15, right: 112 },
    { multiplicity: 2, model: 'attention only', learnt: 0 },
  );
  expect(Object.keys(verdicts(runs))).toEqual([]);
  expect(omitted(runs)).toEqual([
    'G3 to G11 of attention + MLP, K=2, rank 1: its fine-tuning took 100 steps, which teach 0.375 of the questions of fine-tuning, below 0.99: data.order.steps may be too few',
    expect.stringContaining(
      'of attention + MLP, K=4, rank 1: its fine-tuning took 100 steps, which teach 0.938',
    ),
    expect.stringContaining('of attention only, K=2, full'),
  ]);
});

test('ranks of LoRA are groups of their own, and each is compared with full fine-tuning', () => {
  const lora = (loraRank: number, right: number) => ({
    ...{ fineTuning: 'LoRA' as const, loraRank, right },
    values: { r: loraRank },
  });
  const found = verdicts(
    seeds({ right: 100, values: { r: 'full' } }, lora(1, 112), lora(4, 90), lora(16, 60)),
  );
  expect(found).toMatchObject({
    'G9-attention + MLP-K=4-LoRA rank 1 - full': [0.1071, 'reproduced', 3],
    'G9-attention + MLP-K=4-LoRA rank 4 - full': [-0.0893, 'contradicted', 3],
    'G9-attention + MLP-K=4-LoRA rank 16 - full': [-0.3571, 'contradicted', 3],
  });
});

test('comparisons with what extracts nothing count as tests that found nothing', () => {
  const failing = seeds(
    { multiplicity: 2 },
    { multiplicity: 2, fineTuning: 'rank 1' },
    { multiplicity: 2, model: 'attention only' },
  );
  const withheld = extractionHypotheses(groupExtraction(failing, options)).flatMap((statement) =>
    'omitted' in statement ? [statement] : [],
  );
  expect(withheld).toMatchObject([
    {
      omitted: 'G9 of attention + MLP, K=2, rank 1 - full',
      why: 'full fine-tuning extracts no more than half',
      withheld: { claim: 'G9', evidence: { seeds: 3 } },
    },
    { omitted: 'G11 of K=2, full', withheld: { claim: 'G11against', evidence: { seeds: 3 } } },
  ]);
});

test('groups are compared where they differ in one thing only', () => {
  const at = (lr: number, more: ToyRun): ToyRun => ({
    ...more,
    values: { lr },
    configuration: { 'train.optimizer.learningRate': lr },
  });
  const rank: ToyRun = { fineTuning: 'rank 1', steps: 1000 };
  const both = seeds(
    at(0.1, { right: 100 }),
    at(0.1, { ...rank, steps: 100, right: 112 }),
    at(0.2, { right: 60 }),
    at(0.2, { ...rank, steps: 100, right: 112 }),
  );
  const found = verdicts(both);
  expect(found['G9-attention + MLP-K=4-rank 1-lr=0.1 - full']![0]).toBeCloseTo(12 / 112, 4);
  expect(found['G9-attention + MLP-K=4-rank 1-lr=0.2 - full']![0]).toBeCloseTo(52 / 112, 4);
  expect(Object.keys(found)).toHaveLength(2);
  // With another number of steps for each kind it is the kind that is compared, and the finding says what follows it.
  const details = judged(seeds({ right: 100 }, { ...rank, right: 112 })).map(({ detail }) => detail);
  expect(details).toEqual(['data.order.steps 1000 against 100']);
  // Two full fine-tunings, neither like the other kind: nothing to compare.
  const unlike = seeds(at(0.1, { right: 100 }), at(0.2, { right: 60 }), at(0.3, { ...rank, right: 112 }));
  expect(verdicts(unlike)).toEqual({});
});

test('extraction grows with the subjects of fine-tuning and falls with the templates of the world', () => {
  const found = verdicts(
    seeds(
      { fineTuned: 4, right: 60, values: { n: 4 } },
      { fineTuned: 16, right: 100, values: { n: 16 } },
      { fineTuned: 16, templates: 128, right: 30, values: { n: 16, r: 128 } },
    ),
  );
  expect(found).toMatchObject({
    'G4-attention + MLP-K=4-|R|=64-full-N_f=16 - N_f=4': [0.3571, 'reproduced', 3],
    'G5-attention + MLP-K=4-N_f=16-full-|R|=128 - |R|=64': [-0.625, 'reproduced', 3],
  });
  expect(Object.keys(found)).toHaveLength(2);
});

test('a learning rate that decays is compared with a constant one of the same warm-up', () => {
  const schedule = (shape: string, warmupSteps: number, excessLoss: number): ToyRun => ({
    fineTuning: 'none',
    excessLoss,
    values: { l: `${shape}${warmupSteps}` },
    configuration: { 'train.schedule.shape': shape, 'train.schedule.warmupSteps': warmupSteps },
  });
  const found = judged(
    seeds(schedule('constant', 0, 0.004), schedule('cosine', 0, 0.001), schedule('cosine', 10, 0.002)),
  ).filter(({ claim }) => claim === 'G12');
  expect(found.map(({ id, verdict, detail }) => [id, verdict, detail])).toEqual([
    ['G12-attention + MLP-K=4-l=cosine0 - constant', 'reproduced', 'cosine'],
  ]);
  expect(found[0]!.value).toBeCloseTo(-0.003, 12);
});
