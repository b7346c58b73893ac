import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRows, steps, trainContract, verifyOutputs } from '@lethe/contracts';
import { loadAdapter, loadCheckpoint, mergeLora, saveCheckpoint } from '@lethe/model';
import type { BackendName } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTrain } from './run-train.js';
import { type TinyData, writeTinyData } from './testing/tiny-data.js';
import { type TinyTrain, tinyContext, tinyOptions } from './testing/tiny-training.js';

let parent: string;
let data: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-from-'));
  data = join(parent, 'data');
  mkdirSync(data);
  writeTinyData(data, tiny);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const tiny: TinyData = { steps: 12, batchSize: 2, sequenceLength: 8, vocabSize: 16 };

async function train(name: string, backend: BackendName, spec: TinyTrain) {
  const context = tinyContext(parent, name);
  const { config } = tinyOptions(data, spec);
  const { model } = config;
  const result = await runTrain(
    { config: spec.from ? { train: config.train } : { model, train: config.train }, data, backend },
    context,
  );
  const rows = await readRows(context.out, steps);
  return { out: context.out, losses: rows.map(({ loss }) => loss), result, lines: context.lines };
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
    expect(again.result.summary).toEqual({
      from: { updates: 12, optimizer: 'fresh', optimizer_updates: 0, tokenizer: 'same' },
    });
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
    writeTinyData(data, { ...tiny, sequenceLength: 9 });
    await expect(train('d', 'wasm', { from })).rejects.toThrow(/rows are longer[\s\S]*at most 8[\s\S]*9/);
    writeTinyData(data, { ...tiny, vocabSize: 17 });
    await expect(train('e', 'wasm', { from })).rejects.toThrow(
      /smaller than that of the tokenizer[\s\S]*at most 16[\s\S]*17/,
    );
  });

  it('with another tokenizer of the same size is refused; a larger model with the same one is not', async () => {
    const { out } = await train('base', 'wasm', {});
    const from = { checkpoint: last(out) };
    writeTinyData(data, { ...tiny, swapTokens: true });
    const refused = train('a', 'wasm', { from });
    await expect(refused).rejects.toThrow(/trained with another tokenizer/);
    await expect(refused).rejects.toThrow(
      new RegExp(
        `${last(out)}/tokenizer.json: token 0: "t0"[^]*${data}/tokenizer.json: token 0: "t1"[^]*"type": "file"`,
      ),
    );
    // A model may have more rows of embeddings than its tokenizer has tokens.
    writeTinyData(data, tiny);
    const { config, weights } = loadCheckpoint(last(out));
    const { 'wte.weight': wte, ...rest } = weights;
    const padded = new Float32Array(8 * 20);
    padded.set(wte!.values);
    const larger = join(parent, 'larger');
    saveCheckpoint(
      larger,
      { ...config, vocabSize: 20 },
      { ...rest, 'wte.weight': { ...wte!, shape: [20, 8], values: padded } },
    );
    copyFileSync(join(data, 'tokenizer.json'), join(larger, 'tokenizer.json'));
    const { result } = await train('b', 'wasm', { from: { checkpoint: larger } });
    expect(result.summary).toMatchObject({ from: { updates: null, tokenizer: 'same' } });
  });

  it('of an unknown tokenizer is trained on, with a warning', async () => {
    const { out } = await train('base', 'wasm', {});
    rmSync(join(last(out), 'tokenizer.json'));
    writeFileSync(join(parent, 'tokenizer.json'), '{}');
    const { lines, result } = await train('a', 'wasm', { from: { checkpoint: last(out) } });
    expect(lines[0]).toMatch(/^warning: whether .*step-000012 was trained with .* cannot be checked/);
    expect(result.summary).toMatchObject({ from: { tokenizer: 'unknown' } });
  });
});
