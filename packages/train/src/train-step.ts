import type { TrainSpec } from '@lethe/contracts';
import { architectureOf, type ModelConfig, type Params } from '@lethe/model';
import type { Program } from '@lethe/runtime';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { nextTokenLoss } from './next-token-loss.js';
import { adamwUpdate } from './optimizer/adamw.js';
import { clipFactor, globalNorm } from './optimizer/clip-by-global-norm.js';

export const TRAIN_STEP = 'trainStep';

const scalar = { shape: [], dtype: 'float32' } as const;

/**
 * One training step as a program: loss and gradients of a batch, clipping, update.
 * Inputs: `tokens` int32 [batch, time], of which each predicts the next; `learningRate`, `biasCorrection1` and
 * `biasCorrection2`, float32 [] (adamw.ts).
 * Outputs: `loss` before the update, nats per token, and `gradNorm` before clipping, both float32 [].
 */
export function trainStepProgram(
  config: ModelConfig,
  train: Pick<TrainSpec, 'optimizer' | 'clipNorm'>,
  shape: { batchSize: number; time: number },
): Program {
  const names = architectureOf(config)
    .parameters(config)
    .map(({ name }) => name);
  return {
    inputs: {
      tokens: { shape: [shape.batchSize, shape.time], dtype: 'int32', below: config.vocabSize },
      learningRate: scalar,
      biasCorrection1: scalar,
      biasCorrection2: scalar,
    },
    run(state, inputs) {
      const { loss, gradients } = lossAndGradients(state, names, (params) =>
        nextTokenLoss(params, inputs.tokens as Tensor2D, config),
      );
      const gradNorm = globalNorm(gradients);
      const updated = adamwUpdate(state, clip(gradients, gradNorm, train.clipNorm), train.optimizer, {
        learningRate: inputs.learningRate as Scalar,
        biasCorrection1: inputs.biasCorrection1 as Scalar,
        biasCorrection2: inputs.biasCorrection2 as Scalar,
      });
      return { state: updated, outputs: { loss, gradNorm } };
    },
  };
}

/** Value and gradients of `lossOf` with respect to the named parameters. */
function lossAndGradients(
  state: Params,
  names: readonly string[],
  lossOf: (params: Params) => Scalar,
): { loss: Scalar; gradients: Record<string, Tensor> } {
  const withNames = (tensors: Tensor[]): Params =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
  const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) => lossOf(withNames(tensors)))(
    names.map((name) => state[name]!),
  );
  return { loss: value as Scalar, gradients: withNames(grads) };
}

function clip(
  gradients: Record<string, Tensor>,
  norm: Scalar,
  largest: number | null,
): Record<string, Tensor> {
  if (largest === null) return gradients;
  const factor = clipFactor(norm, largest);
  return Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, tf.mul(g, factor)]));
}
