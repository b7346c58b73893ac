import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  evaluation,
  LetheError,
  RESUME_DIRECTORY,
  readRows,
  steps,
  trainContract,
  verifyOutputs,
} from '@lethe/contracts';
import { loadCheckpoint } from '@lethe/model';
import { describeBackends } from '@lethe/runtime/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readResumePoint } from './resume/resume-point.js';
import { runTrain } from './run-train.js';
import { type TinyData, writeTinyData } from './testing/tiny-data.js';
import { type TinyTrain, tinyContext, tinyOptions } from './testing/tiny-training.js';
import { trainSpec } from './train-options.js';

let parent: string;
let data: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-train-'));
  data = join(parent, 'data');
  mkdirSync(data);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const tiny: TinyData = { steps: 6, batchSize: 2, sequenceLength: 8, vocabSize: 16 };
const optimizer = trainSpec.shape.optimizer.parse({ learningRate: 0.01 });

async function losses(name: string, train: Parameters<typeof tinyOptions>[1] = {}): Promise<number[]> {
  const context = tinyContext(parent, name);
  await runTrain(tinyOptions(data, train), context);
  return (await readRows(context.out, steps)).map(({ loss }) => loss);
}

describeBackends('the train stage', (name) => {
  it('writes steps and checkpoints, and learns', { timeout: 180_000 }, async () => {
    writeTinyData(data, { ...tiny, steps: 120, batchSize: 4 });
    const context = tinyContext(parent);
    const options = tinyOptions(data, {
      checkpoints: [0, 3],
      schedule: { shape: 'cosine', warmupSteps: 2, finalFraction: 0.1 },
    });
    expect(await runTrain({ ...options, backend: name }, context)).toEqual({ backend: name });

    const files = await verifyOutputs(trainContract, context.out, 'lethe');
    const checkpoints = ['000000', '000003', '000120'];
    expect(files.map(({ path }) => path)).toEqual([
      ...checkpoints.flatMap((step) =>
        ['config.json', 'model.safetensors', 'tokenizer.json'].map(
          (file) => `checkpoints/step-${step}/${file}`,
        ),
      ),
      'steps.arrows',
    ]);
    const rows = await readRows(context.out, steps);
    expect(rows.map(({ step }) => step)).toEqual(Array.from({ length: 120 }, (_, step) => step));
    expect(rows.map(({ tokens }) => tokens)).toEqual(rows.map((_, step) => (step + 1) * 32));
    expect(rows[0]!.loss).toBeCloseTo(Math.log(16), 1);
    expect(rows.at(-1)!.loss).toBeLessThan(1.6);
    expect(rows[1]!.learning_rate).toBeCloseTo(0.01, 8);
    expect(rows.at(-1)!.learning_rate).toBeCloseTo(0.001, 8);
    expect(rows.every(({ grad_norm }) => grad_norm > 0)).toBe(true);
    expect(rows.every(({ seconds }, i) => i === 0 || seconds >= rows[i - 1]!.seconds)).toBe(true);

    const [first, , last] = checkpoints.map((step) =>
      loadCheckpoint(join(context.out, `checkpoints/step-${step}`)),
    );
    expect(first!.config).toMatchObject({ vocabSize: 16, contextLength: 8, layers: 1, mlpWidth: 16 });
    expect(Object.keys(last!.weights)).toContain('h.0.attn.c_attn.weight');
    expect(last!.weights['wte.weight']!.values).not.toEqual(first!.weights['wte.weight']!.values);
    expect(context.lines.at(-1)).toMatch(/^step 120\/120 {2}loss \d\.\d{3} {2}[\d,]+ tokens\/s {2}done$/);
  });
});

it('ends after the first step whose loss is low enough, with all that the last step has', async () => {
  writeTinyData(data, { ...tiny, steps: 120, batchSize: 4, evaluationRows: 2 });
  const evaluated = { evaluation: { every: 1000, rows: 2 } };
  const all = await losses('all', evaluated);
  const bound = all[40]!;
  const taken = all.findIndex((loss) => loss <= bound) + 1;
  const context = tinyContext(parent, 'some');
  await runTrain(tinyOptions(data, { ...evaluated, until: { loss: bound } }), context);
  expect((await readRows(context.out, steps)).map(({ loss }) => loss)).toEqual(all.slice(0, taken));
  expect((await readRows(context.out, evaluation)).map(({ step }) => step)).toEqual([0, taken]);
  expect(readdirSync(join(context.out, 'checkpoints'))).toEqual([`step-${String(taken).padStart(6, '0')}`]);
  expect(context.lines.at(-1)).toMatch(new RegExp(`^step ${taken}/120 .* done$`));
  expect(existsSync(join(context.out, RESUME_DIRECTORY))).toBe(false);
  // Out of reach: every step is taken.
  expect(await losses('never', { until: { loss: 1e-9 } })).toHaveLength(120);
});

it('the same seed gives the same losses, another seed others', async () => {
  writeTinyData(data, tiny);
  const first = await losses('first');
  expect(await losses('again')).toEqual(first);
  expect(await losses('other', { seed: 2 })).not.toEqual(first);
});

it('an injected text reaches the model in its step: the loss differs from there on', async () => {
  writeTinyData(data, tiny);
  const without = await losses('without');
  writeTinyData(data, { ...tiny, injections: { 2: [15, 0, 15, 0] } });
  const injected = await losses('with');
  expect(injected.slice(0, 2)).toEqual(without.slice(0, 2));
  expect(Math.abs(injected[2]! - without[2]!)).toBeGreaterThan(1e-3);
});

it('a training that breaks down names the step and leaves the steps table, but no checkpoint', async () => {
  writeTinyData(data, tiny);
  const context = tinyContext(parent);
  const options = tinyOptions(data, { optimizer: { ...optimizer, learningRate: 1e30 }, clipNorm: null });
  const error = await runTrain(options, context).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LetheError);
  const rows = await readRows(context.out, steps);
  expect(rows.length).toBeLessThan(6);
  expect((error as LetheError).problem).toMatchObject({
    where: `training step ${rows.at(-1)!.step}`,
    next: expect.stringContaining('train.optimizer.learningRate'),
  });
  expect(readdirSync(context.out)).toEqual(['steps.arrows']);
});

it.each<[string, TinyTrain]>([
  ['weights', {}],
  ['weights with an adapter merged in', { lora: { rank: 2, alpha: 2, targets: ['c_attn'] } }],
])('%s that are not finite are never saved, not at the end either', async (_, train) => {
  writeTinyData(data, tiny);
  const context = tinyContext(parent);
  // The last update alone overflows, so that no later loss shows it.
  const schedule = { shape: 'step' as const, at: [5], factor: 1e43 };
  const options = tinyOptions(data, { ...train, schedule, checkpoints: [3] });
  const error = await runTrain(options, context).catch((thrown: unknown) => thrown);
  const good = join(context.out, 'checkpoints/step-000003');
  expect((error as LetheError).problem).toMatchObject({
    what: expect.stringContaining('is not finite'),
    where: 'the state after update 6',
    found: expect.stringMatching(new RegExp(`are NaN or infinite; the last good checkpoint is ${good}$`)),
  });
  expect(readdirSync(join(context.out, 'checkpoints'))).toEqual(['step-000003']);
});

it('a training that diverges and stays finite says so once', async () => {
  writeTinyData(data, { ...tiny, steps: 20 });
  const warnings = async (learningRate: number): Promise<string[]> => {
    const context = tinyContext(parent, String(learningRate));
    await runTrain(tinyOptions(data, { optimizer: { learningRate } }), context);
    return context.lines.filter((line) => line.startsWith('warning'));
  };
  expect(await warnings(10)).toEqual([
    expect.stringMatching(/training diverges: the loss of step \d+ is \d/),
  ]);
  expect(await warnings(0.01)).toEqual([]);
});

it('stops between steps when it is aborted, with its reason', async () => {
  writeTinyData(data, { ...tiny, steps: 5000 });
  const context = tinyContext(parent);
  setTimeout(context.abort, 300);
  await expect(runTrain(tinyOptions(data), context)).rejects.toThrow('stopped by the user');
  const rows = await readRows(context.out, steps);
  expect(rows.length).toBeLessThan(5000);
  expect(readdirSync(context.out)).toEqual([RESUME_DIRECTORY, 'steps.arrows']);
  expect(readResumePoint(context.out)!.updates).toBe(rows.length);
});

it('refuses a checkpoint beyond the end, and a backend that there is not', async () => {
  writeTinyData(data, tiny);
  const options = tinyOptions(data, { checkpoints: [7] });
  await expect(runTrain(options, tinyContext(parent, 'a'))).rejects.toThrow(
    /beyond the end of training[\s\S]*found: {4}7/,
  );
  const unknown = { ...tinyOptions(data), backend: 'abacus' };
  await expect(runTrain(unknown, tinyContext(parent, 'b'))).rejects.toThrow(LetheError);
});
