import { hiddenStates, type LazyWeights, type ModelConfig, type Weights } from '@lethe/model';
import { type Backend, compile, embed, type Program } from '@lethe/runtime';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { planRows } from '../span/plan-rows.js';

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
      const { rows, length, calls } = group;
      for (const members of calls) {
        onCall?.(done);
        done += members.length;
        const tokens = new Int32Array(rows * length);
        const positions = new Int32Array(rows);
        members.forEach((member, row) => {
          tokens.set(prompts[member]!, row * length);
          positions[row] = row * length + prompts[member]!.length - 1;
        });
        const outputs = await module.run(nameOf(group), { tokens, positions });
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
