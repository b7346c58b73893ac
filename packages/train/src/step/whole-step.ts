import type { Program } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import { clippedUpdate } from './clipped-update.js';
import { lossAndGradients } from './loss-and-gradients.js';
import { nextTokenLoss } from './next-token-loss.js';
import { batchInputs, partOf, type StepParts, scalarInputs, toInputs } from './step-parts.js';
import type { TrainStep } from './train-step.js';

/** A step that computes the gradients of its batch at once. */
export function wholeStep(parts: StepParts): TrainStep {
  const { config, shape, optimizer, shapes, packed, adapted } = parts;
  const names = Object.keys(shapes);
  const trainStep: Program = {
    inputs: { ...batchInputs(parts, shape.batchSize), ...scalarInputs(optimizer) },
    run(state, { tokens, documents, weights, ...scalars }) {
      const { loss, gradients } = lossAndGradients(state, names, (params) =>
        nextTokenLoss(adapted(params), tokens as Tensor2D, config, {
          documents: documents as Tensor2D | undefined,
          weights: weights as Tensor2D | undefined,
        }),
      );
      const { gradNorm, updated } = clippedUpdate(state, packed.pack(gradients), scalars, parts);
      return { state: updated, outputs: { loss, gradNorm } };
    },
  };
  return {
    state: optimizer.state(packed.shapes),
    programs: { trainStep },
    trained: names,
    async run(module, step, batch, learningRate) {
      const scalars = toInputs(optimizer.scalars(step, learningRate));
      const { loss, gradNorm } = await module.run('trainStep', { ...partOf(batch, shape.time), ...scalars });
      return { loss: loss![0]!, gradNorm: gradNorm![0]! };
    },
  };
}
