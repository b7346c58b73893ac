import type { Program } from '@lethe/runtime';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { zerosLike } from '../optimizers/optimizer.js';
import { clippedUpdate } from './clipped-update.js';
import { lossAndGradients } from './loss-and-gradients.js';
import { nextTokenLoss } from './next-token-loss.js';
import { batchInputs, partOf, type StepParts, scalar, scalarInputs, toInputs } from './step-parts.js';
import type { TrainStep } from './train-step.js';

const accumulated = (name: string): string => `gradient/${name}`;

/** A step that sums the gradients of parts of its batch in the state before it takes the update. */
export function accumulatedStep(parts: StepParts, microBatchSize: number): TrainStep {
  const { config, shape, optimizer, shapes, packed, adapted } = parts;
  const names = Object.keys(shapes);
  const accumulate: Program = {
    // `keep` is 0 for the first part of a batch, which takes the place of what is there, and 1 for the others.
    inputs: { ...batchInputs(parts, microBatchSize), keep: scalar },
    run(state, { tokens, documents, weights, keep }) {
      const { loss, gradients } = lossAndGradients(state, names, (params) =>
        nextTokenLoss(adapted(params), tokens as Tensor2D, config, {
          documents: documents as Tensor2D | undefined,
          weights: weights as Tensor2D | undefined,
        }),
      );
      // Weights are shares of the whole batch already.
      const share = shape.weighted ? 1 : microBatchSize / shape.batchSize;
      const sums = Object.entries(packed.pack(gradients)).map(([name, gradient]): [string, Tensor] => {
        const before = tf.mul(state[accumulated(name)]!, keep!);
        return [accumulated(name), tf.add(before, tf.mul(gradient, share))];
      });
      return { state: Object.fromEntries(sums), outputs: { loss: tf.mul(loss, share) } };
    },
  };
  const update: Program = {
    inputs: scalarInputs(optimizer),
    run(state, scalars) {
      const sums = Object.keys(packed.shapes).map((name) => [name, state[accumulated(name)]!]);
      const { gradNorm, updated } = clippedUpdate(state, Object.fromEntries(sums), scalars, parts);
      return { state: updated, outputs: { gradNorm } };
    },
  };
  return {
    state: { ...optimizer.state(packed.shapes), ...zerosLike(packed.shapes, accumulated) },
    programs: { accumulate, update },
    trained: names,
    async run(module, step, batch, learningRate) {
      const size = microBatchSize * shape.time;
      let loss = 0;
      for (let begin = 0; begin < batch.tokens.length; begin += size) {
        const keep = Float32Array.of(begin === 0 ? 0 : 1);
        const part = partOf(batch, shape.time, begin, begin + size);
        loss += (await module.run('accumulate', { ...part, keep })).loss![0]!;
      }
      const { gradNorm } = await module.run('update', toInputs(optimizer.scalars(step, learningRate)));
      return { loss, gradNorm: gradNorm![0]! };
    },
  };
}
