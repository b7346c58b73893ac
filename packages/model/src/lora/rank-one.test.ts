import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { initWeights } from '../model/init-weights.js';
import { modelConfigFromSpec } from '../model/model-config.js';
import { loadAdapter, saveAdapter } from './adapter-files.js';
import { mergeLora, withLora } from './apply-lora.js';
import { loraTargets } from './lora-parameters.js';
import { initRankOne, rankOneLora, tokenDirection } from './rank-one.js';

beforeAll(() => openBackend({ backend: 'wasm' }));

const sizes = { vocabSize: 7, contextLength: 4 };
const oneLayer = modelConfigFromSpec(
  { architecture: 'one-layer', layers: 1, heads: 1, width: 0, mlpWidth: 5 },
  sizes,
);
const gpt2 = modelConfigFromSpec({ architecture: 'gpt2', layers: 1, heads: 2, width: 8 }, sizes);

test('with one-hot embeddings it changes the row of the token alone', () => {
  const weights = initWeights(oneLayer, 1);
  const direction = tokenDirection(oneLayer, weights, 3);
  expect([...direction]).toEqual([0, 0, 0, 1, 0, 0, 0]);
  const adapter = initRankOne(oneLayer, ['mlp.in'], direction);
  const lora = rankOneLora(['mlp.in']);
  expect(mergeLora(oneLayer, weights, adapter, lora)['mlp.in.weight']!.values).toEqual(
    weights['mlp.in.weight']!.values,
  );
  const [target] = loraTargets(oneLayer, lora);
  adapter[target!.b.name]!.values.set([1, 2, 3, 4, 5]);
  const before = weights['mlp.in.weight']!.values;
  const after = mergeLora(oneLayer, weights, adapter, lora)['mlp.in.weight']!.values;
  const change = Array.from(after, (value, i) => Math.round(1e5 * (value - before[i]!)) / 1e5);
  expect(change).toEqual(Array.from({ length: 35 }, (_, i) => (i % 7 === 3 ? Math.floor(i / 7) + 1 : 0)));
});

test('along an embedding it acts on what the token gives the matrix, in either layout', () => {
  const weights = initWeights(gpt2, 1);
  const direction = tokenDirection(gpt2, weights, 2);
  expect(Math.hypot(...direction)).toBeCloseTo(1, 6);
  const targets = ['c_attn', 'mlp.c_fc'];
  const lora = rankOneLora(targets);
  const adapter = initRankOne(gpt2, targets, direction);
  for (const { weight, a, b } of loraTargets(gpt2, lora)) {
    adapter[b.name]!.values.fill(1);
    const params = Object.fromEntries(
      [...Object.entries(weights), ...Object.entries(adapter)].map(([name, { values, shape }]) => [
        name,
        tf.tensor(values as Float32Array, shape),
      ]),
    );
    expect([...adapter[a.name]!.values]).toEqual([...direction]);
    // c_attn and c_fc are [in, out]: u W' - u W is v where u is the direction, and 0 where it is orthogonal.
    const changed = withLora(params, gpt2, lora)[weight] as Tensor2D;
    const difference = tf.sub<Tensor2D>(changed, params[weight]!);
    const orthogonal = new Float32Array(8);
    orthogonal.set([direction[1]!, -direction[0]!]);
    const along = tf.matMul(tf.tensor2d(direction, [1, 8]), difference).dataSync();
    const across = tf.matMul(tf.tensor2d(orthogonal, [1, 8]), difference).dataSync();
    for (const value of along) expect(value).toBeCloseTo(1, 5);
    for (const value of across) expect(value).toBeCloseTo(0, 5);
  }
});

test('is an adapter that PEFT reads', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lethe-rank-one-'));
  try {
    const adapter = initRankOne(gpt2, ['c_attn'], tokenDirection(gpt2, initWeights(gpt2, 1), 2));
    const lora = rankOneLora(['c_attn']);
    saveAdapter(join(directory, 'a'), gpt2, { lora, weights: adapter, baseModel: 'base' });
    const loaded = loadAdapter(join(directory, 'a'), gpt2);
    expect(loaded.lora).toEqual(lora);
    for (const [name, { values }] of Object.entries(adapter))
      expect(loaded.weights[name]!.values).toEqual(values);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('refuses matrices that do not read the residual stream', () => {
  const direction = new Float32Array(8).fill(1);
  expect(() => initRankOne(gpt2, ['mlp.c_proj'], direction)).toThrow(
    /does not read the residual stream[\s\S]*32 inputs/,
  );
  expect(() => initRankOne(gpt2, ['wte'], direction)).toThrow(/an embedding/);
  expect(() => initRankOne(oneLayer, ['mlp.out'], new Float32Array(7))).toThrow(/mlp.out.weight/);
});
