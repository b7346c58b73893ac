import { head, hiddenStates, type ModelConfig } from '@lethe/model';
import { argMax, embed, type Program } from '@lethe/runtime';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { GenerationGroup } from './plan-generation.js';

/**
 * The program that takes one greedy step in every row of a call.
 * Inputs: `tokens` int32 [rows, length]; `positions` int32 [rows], the last known token of each row in the
 * flattened rows. Output: `next` int32 [rows], the most probable token after it.
 */
export function nextTokenProgram({ rows, length }: GenerationGroup, config: ModelConfig): Program {
  return {
    inputs: {
      tokens: { shape: [rows, length], dtype: 'int32', below: config.vocabSize },
      positions: { shape: [rows], dtype: 'int32', below: rows * length },
    },
    run(state, inputs) {
      const hidden = hiddenStates(state, inputs.tokens as Tensor2D, config).as2D(rows * length, config.width);
      const last = embed(hidden, inputs.positions as Tensor1D); // [rows, width]
      return { outputs: { next: argMax(head(state, last, config)) } };
    },
  };
}

/** Name under which the program of a group is compiled. */
export function nextTokenProgramName({ rows, length }: GenerationGroup): string {
  return `probe/next-${rows}x${length}`;
}
