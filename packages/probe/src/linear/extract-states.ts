import { hiddenStates, type LazyWeights, type ModelConfig, type Weights } from '@lethe/model';
import { type Backend, compile, embed, type Program } from '@lethe/runtime';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { layOutPrompts, planRows } from '../span/plan-rows.js';

export interface ExtractOptions {
  backend: Backend;
  config: ModelConfig;
  weights: Weights | LazyWeights;
  /** Token ids; of those longer than the context the beginning is cut off. */
  prompts: readonly (readonly number[])[];
  /** Called before every call with the prompts done so far, so that the caller can stop by throwing. */
  onCall?: (done: number) => void;
}

/** The state of the last token of every prompt, after the final normalisation: Float32Array [prompts, width]. */
export async function extractStates(options: ExtractOptions): Promise<Float32Array> {
  const { backend, config, weights, onCall } = options;
  const { contextLength, width } = config;
  const prompts = options.prompts.map((prompt) => prompt.slice(-contextLength));
  const groups = planRows(
    prompts.map(({ length }) => length),
    contextLength,
  );
  const nameOf = ({ rows, length }: { rows: number; length: number }): string =>
    `probe/states-${rows}x${length}`;
  const programs = Object.fromEntries(groups.map((group) => [nameOf(group), statesProgram(group, config)]));
  const module = await compile({ backend, state: weights, programs });
  const states = new Float32Array(prompts.length * width);
  let done = 0;
  try {
    for (const group of groups) {
      for (const members of group.calls) {
        onCall?.(done);
        done += members.length;
        const inputs = layOutPrompts(
          members.map((member) => prompts[member]!),
          group,
        );
        const outputs = await module.run(nameOf(group), inputs);
        members.forEach((member, row) => {
          states.set(outputs.states!.subarray(row * width, (row + 1) * width), member * width);
        });
      }
    }
  } finally {
    await module.dispose();
  }
  return states;
}

function statesProgram({ rows, length }: { rows: number; length: number }, config: ModelConfig): Program {
  return {
    inputs: {
      tokens: { shape: [rows, length], dtype: 'int32', below: config.vocabSize },
      positions: { shape: [rows], dtype: 'int32', below: rows * length },
    },
    run(params, { tokens, positions }) {
      const hidden = hiddenStates(params, tokens as Tensor2D, config).as2D(rows * length, config.width);
      return { outputs: { states: embed(hidden, positions as Tensor1D) } };
    },
  };
}

/** Added to the variance, so that a constant state stays finite. */
const EPSILON = 1e-5;

/**
 * Returns a function that standardises columns by the mean and the deviation of the given states.
 * @param states Float32Array [n, width]
 */
export function standardiseBy(states: Float32Array, width: number): (others: Float32Array) => Float32Array {
  const count = Math.max(1, states.length / width);
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  states.forEach((value, i) => {
    mean[i % width]! += value / count;
  });
  states.forEach((value, i) => {
    square[i % width]! += (value - mean[i % width]!) ** 2 / count;
  });
  const scale = square.map((variance) => 1 / Math.sqrt(variance + EPSILON));
  return (others) => others.map((value, i) => (value - mean[i % width]!) * scale[i % width]!);
}

/**
 * Takes off the mean and divides by the deviation of each row, as layer normalisation does.
 * @param states Float32Array [n, width]
 */
export function standardiseRows(states: Float32Array, width: number): Float32Array {
  const normal = new Float32Array(states.length);
  for (let begin = 0; begin < states.length; begin += width) {
    const row = states.subarray(begin, begin + width);
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    const scale = 1 / Math.sqrt(variance + EPSILON);
    row.forEach((value, i) => {
      normal[begin + i] = (value - mean) * scale;
    });
  }
  return normal;
}
