import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRows, steps, trainContract, verifyOutputs } from '@lethe/contracts';
import { loadAdapter, loadCheckpoint, mergeLora } from '@lethe/model';
import type { BackendName } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTrain } from './run-train.js';
import { writeTinyData } from './testing/tiny-data.js';
import { tinyContext, tinyOptions } from './testing/tiny-training.js';
import type { TrainSpec } from './train-options.js';

let parent: string;
let data: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-from-'));
  data = join(parent, 'data');
  mkdirSync(data);
  writeTinyData(data, { steps: 12, batchSize: 2, sequenceLength: 8, vocabSize: 16 });
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

async function train(name: string, backend: BackendName, spec: Partial<TrainSpec>) {
  const context = tinyContext(parent, name);
  const { config } = tinyOptions(data, spec);
  const { model } = config;
  await runTrain(
    { config: spec.from ? { train: config.train } : { model, train: config.train }, data, backend },
    context,
  );
  const rows = await readRows(context.out, steps);
  return { out: context.out, losses: rows.map(({ loss }) => loss) };
}

const last = (out: string): string => join(out, 'checkpoints/step-000012');

describeBackends('training on from a checkpoint', (backend) => {
  it('begins with its weights', async () => {
    const first = await train('first', backend, {});
    const again = await train('again', backend, { from: { checkpoint: last(first.out) }, checkpoints: [0] });
    expect(loadCheckpoint(join(again.out, 'checkpoints/step-000000'))).toEqual(
      loadCheckpoint(last(first.out)),
    );
    expect(again.losses[0]).toBeLessThan(first.losses[0]! - 0.05);
  });

  it('can train an adapter: it alone changes, and the checkpoint holds it merged in', async () => {
    const { out: base } = await train('base', backend, {});
    const lora = { rank: 2, alpha: 4, targets: ['c_attn'] };
    const { out } = await train('adapted', backend, {
      from: { checkpoint: last(base) },
      lora,
      checkpoints: [0],
    });
    const before = loadCheckpoint(last(base));
    expect(loadCheckpoint(join(out, 'checkpoints/step-000000'))).toEqual(before);
    const after = loadCheckpoint(last(out)).weights;
    const changed = Object.keys(after).filter(
      (name) => !after[name]!.values.every((value, i) => value === before.weights[name]!.values[i]),
    );
    expect(changed).toEqual(['h.0.attn.c_attn.weight']);
    const adapter = loadAdapter(join(out, 'adapters/step-000012'), before.config);
    expect(adapter.lora).toEqual(lora);
    expect(mergeLora(before.config, before.weights, adapter.weights, lora)).toEqual(after);
    const files = await verifyOutputs(trainContract, out, 'lethe');
    expect(files.map(({ path }) => path)).toContain('adapters/step-000012/adapter_model.safetensors');
  });
});

describe('a checkpoint', () => {
  it('that is absent, or does not fit the data or the adapter, is refused before training', async () => {
    const { out } = await train('base', 'wasm', {});
    const from = { checkpoint: last(out) };
    await expect(train('a', 'wasm', { from: { checkpoint: 'nowhere' } })).rejects.toThrow(
      /no such checkpoint[\s\S]*nowhere/,
    );
    const tied = { rank: 1, alpha: 1, targets: ['wte'] };
    await expect(train('b', 'wasm', { from, lora: tied })).rejects.toThrow(/head is tied to it/);
    const foreign = { rank: 1, alpha: 1, targets: ['q_proj'] };
    await expect(train('c', 'wasm', { from, lora: foreign })).rejects.toThrow(/target that the model lacks/);
    writeTinyData(data, { steps: 12, batchSize: 2, sequenceLength: 9, vocabSize: 16 });
    await expect(train('d', 'wasm', { from })).rejects.toThrow(/rows are longer[\s\S]*at most 8[\s\S]*9/);
    writeTinyData(data, { steps: 12, batchSize: 2, sequenceLength: 8, vocabSize: 17 });
    await expect(train('e', 'wasm', { from })).rejects.toThrow(
      /smaller than that of the tokenizer[\s\S]*at most 16[\s\S]*17/,
    );
  });
});
