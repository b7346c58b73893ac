import { head, hiddenStates, type LoraConfig, type ModelConfig, withLora } from '@lethe/model';
import { embed, type Program, rankOfTarget, tokenLogProbs } from '@lethe/runtime';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { SpanShape } from './plan-spans.js';

/**
 * The program that measures one group of probes. The head, the costly part with a large vocabulary, is applied
 * to the target positions only.
 * With `lora` the state holds an adapter too, and the model computes with it. Outputs: `logProbs` float32 [targets], nats; `ranks` int32 [targets], 1 for the most probable token.
 */
export function spanProgram(
  { rows, length, targets }: SpanShape,
  config: ModelConfig,
  lora?: LoraConfig,
): Program {
  const { vocabSize, width } = config;
  return {
    inputs: {
      tokens: { shape: [rows, length], dtype: 'int32', below: vocabSize },
      positions: { shape: [targets], dtype: 'int32', below: rows * length },
      targets: { shape: [targets], dtype: 'int32', below: vocabSize },
    },
    run(state, inputs) {
      const params = lora ? withLora(state, config, lora) : state;
      const hidden = hiddenStates(params, inputs.tokens as Tensor2D, config).as2D(rows * length, width);
      const logits = head(params, embed(hidden, inputs.positions as Tensor1D), config); // [targets, vocab]
      const target = inputs.targets as Tensor1D;
      return { outputs: { logProbs: tokenLogProbs(logits, target), ranks: rankOfTarget(logits, target) } };
    },
  };
}

/** Name under which the program of a group is compiled. */
export function spanProgramName({ rows, length, targets }: SpanShape): string {
  return `probe/span-${rows}x${length}-${targets}`;
}
