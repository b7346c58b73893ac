import { head, hiddenStates, type ModelConfig } from '@lethe/model';
import { argMax, embed, type Program } from '@lethe/runtime';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { GenerationGroup } from './plan-generation.js';

/**
 * The program that takes one greedy step in every row of a call.
 * Inputs: `tokens` int32 [rows, length]; `positions` int32 [rows], the last known token of each row in the
 * flattened rows; `handicap` float32 [vocab], added to the logits before the restricted choice. Outputs: `next`
 * int32 [rows], the most probable token after it; `confidence` float32 [rows], its probability; `restricted` int32
 * [rows], the choice with the handicap.
 */
export function nextTokenProgram({ rows, length }: GenerationGroup, config: ModelConfig): Program {
  return {
    inputs: {
      tokens: { shape: [rows, length], dtype: 'int32', below: config.vocabSize },
      positions: { shape: [rows], dtype: 'int32', below: rows * length },
      handicap: { shape: [config.vocabSize], dtype: 'float32' },
    },
    run(state, inputs) {
      const hidden = hiddenStates(state, inputs.tokens as Tensor2D, config).as2D(rows * length, config.width);
      const last = embed(hidden, inputs.positions as Tensor1D); // [rows, width]
      const logits = head(state, last, config); // [rows, vocab]
      const peak = tf.max(logits, 1, true);
      const confidence = tf.reciprocal(tf.sum(tf.exp(tf.sub(logits, peak)), 1));
      const restricted = argMax(tf.add(logits, inputs.handicap!));
      return { outputs: { next: argMax(logits), confidence, restricted } };
    },
  };
}

/** Name under which the program of a group is compiled. */
export function nextTokenProgramName({ rows, length }: GenerationGroup): string {
  return `probe/next-${rows}x${length}`;
}
