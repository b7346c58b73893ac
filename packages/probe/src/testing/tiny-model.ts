import { forward, initWeights, type ModelConfig, type Weights } from '@lethe/model';
import { type Backend, compile } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';

export const tinyConfig: ModelConfig = {
  architecture: 'gpt2',
  vocabSize: 23,
  contextLength: 40,
  layers: 2,
  heads: 2,
  width: 16,
  mlpWidth: 32,
  layerNormEpsilon: 1e-5,
  tied: true,
};

/** Initial weights made ten times as large, so that positions and tokens matter and no two logits are close. */
export function tinyWeights(seed: number): Weights {
  const weights = initWeights(tinyConfig, seed);
  for (const { shape, values } of Object.values(weights)) {
    if (shape.length === 2) for (let i = 0; i < values.length; i++) values[i] = 10 * values[i]!;
  }
  return weights;
}

/** The logits of one row of tokens without padding, by the plain forward pass: Float32Array [time, vocabSize]. */
export async function naiveLogits(
  backend: Backend,
  weights: Weights,
  tokens: readonly number[],
): Promise<Float32Array> {
  const module = await compile({
    backend,
    state: weights,
    programs: {
      logits: {
        inputs: { tokens: { shape: [1, tokens.length], dtype: 'int32' } },
        run: (state, inputs) => ({
          outputs: { logits: forward(state, inputs.tokens as Tensor2D, tinyConfig) },
        }),
      },
    },
    mode: 'eager',
  });
  const { logits } = await module.run('logits', { tokens: Int32Array.from(tokens) });
  await module.dispose();
  return logits as Float32Array;
}

/** log softmax of row `row` of logits, in double precision. */
export function naiveLogProbs(logits: Float32Array, row: number): number[] {
  const { vocabSize } = tinyConfig;
  const values = [...logits.subarray(row * vocabSize, (row + 1) * vocabSize)];
  const largest = Math.max(...values);
  const total = values.reduce((sum, value) => sum + Math.exp(value - largest), 0);
  return values.map((value) => value - largest - Math.log(total));
}
