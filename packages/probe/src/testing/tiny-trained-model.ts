import { forward, initWeights, type ModelConfig, type Params, type Weights } from '@lethe/model';
import { openBackend, tokenLogProbs } from '@lethe/runtime';
import type { Scalar } from '@tensorflow/tfjs';
import { encode, endOfText, vocabSize, world } from './tiny-world.js';

const time = 8;

export const trainedConfig: ModelConfig = {
  architecture: 'gpt2',
  vocabSize,
  contextLength: time,
  layers: 1,
  heads: 2,
  width: 16,
  mlpWidth: 32,
  layerNormEpsilon: 1e-5,
  tied: true,
};

/** Weights of a model that has learned the tiny world by heart: `Ana lives in Rome.` and so on. */
export async function trainTinyModel(): Promise<Weights> {
  const { tf } = await openBackend({ backend: 'wasm' });
  const rows = world.map(({ subject, learned }) => {
    const row = [...encode(`${subject} lives in ${learned}.`), endOfText];
    return [...row, ...Array.from({ length: time - row.length }, () => endOfText)];
  });
  const initial = initWeights(trainedConfig, 1);
  const entries = Object.entries(initial).map(
    ([name, { values, shape }]) => [name, tf.variable(tf.tensor(values, shape))] as const,
  );
  const params: Params = Object.fromEntries(entries);
  const tokens = tf.tensor2d(rows, undefined, 'int32');
  const targets = tf.tensor1d(
    rows.flatMap((row) => [...row.slice(1), endOfText]),
    'int32',
  );
  const optimizer = tf.train.adam(0.02);
  for (let step = 0; step < 300; step++) {
    optimizer.minimize(() => {
      const logits = forward(params, tokens, trainedConfig).as2D(rows.length * time, vocabSize);
      return tf.neg(tf.mean(tokenLogProbs(logits, targets))) as Scalar;
    });
  }
  const weights: Weights = {};
  for (const [name, variable] of entries) {
    weights[name] = { ...initial[name]!, values: (await variable.data()).slice() as Float32Array };
  }
  tf.dispose([tokens, targets, params]);
  optimizer.dispose();
  return weights;
}
