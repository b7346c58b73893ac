import { createRandom } from '@lethe/contracts';
import { attentionWeights, initWeights, type OneLayerConfig, type Weights } from '@lethe/model';
import { compile, openBackend } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { answerGradient, answerLoss, topSingular } from './answer-gradient.js';
import { attentionMass, cosine, directionChange, meanDirection, tokenDirection } from './one-layer-view.js';

const configOf = (embeddings: 'one-hot' | 'trained', mlpWidth = 7): OneLayerConfig => ({
  architecture: 'one-layer',
  vocabSize: 9,
  contextLength: 5,
  layers: 1,
  heads: 1,
  width: embeddings === 'one-hot' ? 9 : 6,
  embeddings,
  mlpWidth,
});

/** Weights with an attention that is not uniform. */
function weightsOf(config: OneLayerConfig, seed: number): Weights {
  const weights = initWeights(config, seed);
  const random = createRandom(seed, 'attention');
  weights['attn.kq.weight']!.values.forEach((_, i, all) => {
    all[i] = random.normal();
  });
  return weights;
}

describe.each(['one-hot', 'trained'] as const)('a one-layer model with %s embeddings', (embeddings) => {
  const config = configOf(embeddings);
  const weights = weightsOf(config, 3);
  const rows = [
    [1, 4, 2, 8],
    [5, 5, 0, 3],
  ];

  it('attends as its forward pass does', async () => {
    const module = await compile({
      backend: await openBackend({ backend: 'wasm' }),
      state: weights,
      programs: {
        attend: {
          inputs: { tokens: { shape: [2, 4], dtype: 'int32' } },
          run: (params, inputs) => ({
            outputs: { all: attentionWeights(params, inputs.tokens as Tensor2D, config) },
          }),
        },
      },
    });
    const { all } = await module.run('attend', { tokens: Int32Array.from(rows.flat()) });
    await module.dispose();
    const chosen = new Set([4, 8, 5]);
    const mass = attentionMass(config, weights, rows, (token) => chosen.has(token));
    rows.forEach((row, r) => {
      const last = all!.subarray(16 * r + 12, 16 * r + 16);
      const expected = row.reduce((sum, token, i) => sum + (chosen.has(token) ? last[i]! : 0), 0);
      expect(mass[r]).toBeCloseTo(expected, 6);
      expect(expected).toBeGreaterThan(0.01);
    });
    expect([...attentionMass(config, weights, rows, () => true)]).toEqual([
      expect.closeTo(1, 12),
      expect.closeTo(1, 12),
    ]);
  });

  it('has the gradient of its loss with respect to W_1', () => {
    const questions = [
      { prompt: [1, 4], answer: 7 },
      { prompt: [2, 4], answer: 6 },
      { prompt: [0, 3, 4], answer: 7 },
    ];
    const { rows: width, columns, values } = answerGradient(config, weights, questions);
    expect([width, columns]).toEqual([config.width, 7]);
    const w1 = weights['mlp.in.weight']!; // [neurons, width]
    const lossAt = (i: number, j: number, by: number): number => {
      const moved = { ...w1, values: Float64Array.from(w1.values) as unknown as Float32Array };
      moved.values[j * width + i]! += by;
      return answerLoss(config, { ...weights, 'mlp.in.weight': moved }, questions);
    };
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < columns; j++) {
        const slope = (lossAt(i, j, 1e-6) - lossAt(i, j, -1e-6)) / 2e-6;
        expect(values[i * columns + j]).toBeCloseTo(slope, 7);
      }
    }
  });
});

it('knows the direction of a token, of several, and what training added', () => {
  const config = configOf('one-hot');
  const weights = weightsOf(config, 1);
  const { values } = weights['mlp.in.weight']!;
  const row = (token: number) => Array.from({ length: 7 }, (_, j) => values[9 * j + token]!);
  expect([...tokenDirection(config, weights, 4)]).toEqual(row(4));
  const mean = row(1).map((value, j) => (value + row(2)[j]! + row(3)[j]!) / 3);
  meanDirection(config, weights, [1, 2, 3]).forEach((value, j) => {
    expect(value).toBeCloseTo(mean[j]!, 7);
  });
  const moved = values.slice();
  for (let j = 0; j < 7; j++) moved[9 * j + 4]! += 2 * mean[j]!;
  const after = { ...weights, 'mlp.in.weight': { ...weights['mlp.in.weight']!, values: moved } };
  const change = directionChange(config, { before: weights, after }, 4);
  expect(cosine(change, mean)).toBeCloseTo(1, 6);
  expect([...directionChange(config, { before: weights, after }, 5)]).toEqual(new Array(7).fill(0));
  expect(cosine([1, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2, 12);
  expect(cosine([0, 0], [1, 1])).toBe(0);
});

it('finds the largest singular value', () => {
  // diag(3, 2) turned on both sides.
  const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
  const [d, t] = [Math.cos(1.1), Math.sin(1.1)];
  const values = Float64Array.of(
    3 * c * d + 2 * s * t,
    3 * c * t - 2 * s * d,
    3 * s * d - 2 * c * t,
    3 * s * t + 2 * c * d,
  );
  const top = topSingular({ rows: 2, columns: 2, values });
  expect(top.value).toBeCloseTo(3, 9);
  expect(top.energy).toBeCloseTo(9 / 13, 9);
  expect(Math.abs(cosine(top.left, [c, s]))).toBeCloseTo(1, 9);
  expect(Math.abs(cosine(top.right, [d, t]))).toBeCloseTo(1, 9);
  expect(topSingular({ rows: 2, columns: 3, values: new Float64Array(6) }).energy).toBe(0);
});

it('refuses other models', () => {
  const config = configOf('one-hot', 0);
  expect(() => tokenDirection(config, initWeights(config, 1), 0)).toThrow(/one-layer, attention only/);
});
