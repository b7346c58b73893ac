import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRows, steps } from '@lethe/contracts';
import { loadCheckpoint, readSafetensors } from '@lethe/model';
import type { BackendName } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OPTIMIZER_FILE } from './checkpoints/optimizer-file.js';
import { runTrain } from './run-train.js';
import { writeTinyData } from './testing/tiny-data.js';
import { type TinyTrain, tinyContext, tinyOptions } from './testing/tiny-training.js';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-keep-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const checkpoint = (name: string, updates: number): string =>
  join(parent, name, `checkpoints/step-${String(updates).padStart(6, '0')}`);

/** Trains on the steps from `begin` to `end` of one stream of rows. */
async function train(
  name: string,
  [begin, end]: [number, number],
  spec: TinyTrain,
  backend: BackendName = 'wasm',
) {
  const data = join(parent, `${name}-data`);
  mkdirSync(data);
  const sizes = { batchSize: 2, sequenceLength: 8, vocabSize: 16 };
  writeTinyData(data, { ...sizes, steps: end - begin, firstPlace: 2 * begin });
  const context = tinyContext(parent, name);
  const { config } = tinyOptions(data, spec);
  const model = spec.from ? undefined : config.model;
  const result = await runTrain({ config: { model, train: config.train }, data, backend }, context);
  const rows = await readRows(context.out, steps);
  const taken = rows.map(({ loss, learning_rate, grad_norm }) => ({ loss, learning_rate, grad_norm }));
  return { taken, rows, result };
}

const resultOf = (name: string, updates: number) => ({
  ...loadCheckpoint(checkpoint(name, updates)),
  optimizer: readSafetensors(join(checkpoint(name, updates), OPTIMIZER_FILE)),
});

const cosine = { shape: 'cosine', warmupSteps: 3, steps: 12 } as const;
const saved = { checkpoints: { optimizer: true } } satisfies TinyTrain;

describeBackends('a training that keeps the optimizer of a checkpoint', (backend) => {
  it.each<[string, TinyTrain]>([
    ['adamw', { schedule: cosine }],
    ['adamw in micro-batches', { schedule: cosine, microBatchSize: 1 }],
    ['sgd with momentum', { optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9 } }],
    ['sgd without', { optimizer: { type: 'sgd', learningRate: 0.1 }, schedule: cosine }],
  ])('is the uninterrupted one, bit for bit: %s', async (_, spec) => {
    const whole = await train('whole', [0, 12], { ...spec, ...saved }, backend);
    const first = await train('first', [0, 5], { ...spec, ...saved }, backend);
    const goOn = (from: string): TinyTrain => ({
      ...spec,
      ...saved,
      from: { checkpoint: from, optimizer: 'keep' },
    });
    const second = await train('second', [5, 9], goOn(checkpoint('first', 5)), backend);
    const third = await train('third', [9, 12], goOn(checkpoint('second', 4)), backend);
    expect([...first.taken, ...second.taken, ...third.taken]).toEqual(whole.taken);
    expect(resultOf('third', 3)).toEqual(resultOf('whole', 12));
    // Its own steps count from 0; the manifest says where it began.
    expect(third.rows.map(({ step, tokens }) => [step, tokens])).toEqual(
      [0, 1, 2].map((s) => [s, 16 * (s + 1)]),
    );
    expect(third.result.summary).toEqual({
      from: { updates: 4, optimizer: 'keep', optimizer_updates: 9, tokenizer: 'same' },
    });
  });
});

describe('without its own number of steps, a schedule', () => {
  it('ends with the training that goes on, the earlier updates counted', async () => {
    const schedule = { shape: 'linear', warmupSteps: 4, finalFraction: 0 } as const;
    await train('first', [0, 6], { schedule: { ...schedule, steps: 12 }, ...saved });
    const from = { checkpoint: checkpoint('first', 6) };
    const kept = await train('kept', [6, 12], { schedule, from: { ...from, optimizer: 'keep' } });
    const whole = await train('whole', [0, 12], { schedule });
    expect(kept.taken).toEqual(whole.taken.slice(6));
    const fresh = await train('fresh', [6, 12], { schedule, from });
    // The warm-up comes again.
    expect(fresh.taken.map(({ learning_rate }) => learning_rate.toFixed(5))).toEqual([
      '0.00250',
      '0.00500',
      '0.00750',
      '0.01000',
      '0.01000',
      '0.00000',
    ]);
    expect(fresh.taken[0]!.loss).toBe(kept.taken[0]!.loss);
    expect(fresh.taken[1]!.loss).not.toBe(kept.taken[1]!.loss);
  });
});

describe('the state of the optimizer', () => {
  it('is saved where it is asked for, by parameter, in twice the bytes of the weights', async () => {
    await train('first', [0, 5], { checkpoints: { at: [1], optimizer: [3] } });
    const has = [1, 3, 5].map((updates) => existsSync(join(checkpoint('first', updates), OPTIMIZER_FILE)));
    expect(has).toEqual([false, true, false]);
    const { weights, optimizer } = resultOf('first', 3);
    expect(optimizer.metadata).toEqual({ format: 'pt', optimizer: 'adamw', updates: '3' });
    const shapes = (prefix: string) =>
      Object.entries(weights).map(([name, { shape }]) => [`adamw/${prefix}/${name}`, shape]);
    expect(
      Object.entries(optimizer.weights)
        .map(([name, { shape }]) => [name, shape])
        .sort(),
    ).toEqual([...shapes('m'), ...shapes('v')].sort());
    const bytes = (file: string): number => statSync(join(checkpoint('first', 3), file)).size;
    expect(bytes(OPTIMIZER_FILE) / bytes('model.safetensors')).toBeCloseTo(2, 0);
  });

  it('that is absent, or of another optimizer or model, is refused before training', async () => {
    await train('first', [0, 4], { checkpoints: { at: [2], optimizer: [4] } });
    const keep = (updates: number, more: TinyTrain = {}) =>
      train(`on-${updates}-${Object.keys(more)}`, [4, 6], {
        from: { checkpoint: checkpoint('first', updates), optimizer: 'keep' },
        ...more,
      });
    await expect(keep(2)).rejects.toThrow(
      /checkpoint that has none[\s\S]*step-000002.optimizer.safetensors[\s\S]*found: {4}config.json, model.safetensors, tokenizer.json[\s\S]*"optimizer": true/,
    );
    await expect(keep(4, { optimizer: { type: 'sgd', learningRate: 0.1 } })).rejects.toThrow(
      /another optimizer[\s\S]*that of sgd[\s\S]*that of adamw after 4 updates/,
    );
    await train('other', [0, 4], { ...saved, optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.5 } });
    await expect(
      train('plain', [4, 6], {
        from: { checkpoint: checkpoint('other', 4), optimizer: 'keep' },
        optimizer: { type: 'sgd', learningRate: 0.1 },
      }),
    ).rejects.toThrow(/this training has no value of the optimizer sgd\/velocity/);
  });
});
