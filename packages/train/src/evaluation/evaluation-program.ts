import { head, hiddenStates, type ModelConfig } from '@lethe/model';
import { type Program, tokenLogProbs } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** Name of the program beside those of the training step. */
export const EVALUATION_PROGRAM = 'evaluate';

export interface EvaluationShape {
  /** Rows of a call. */
  rows: number;
  /** Tokens of a row. */
  time: number;
  documentMask: boolean;
  /** Whether some tokens do not count. */
  weighted: boolean;
}

/**
 * The program that measures rows: int32 tokens [rows, time] in, the numbers of their documents where attention is to stay within
 * them, and where some tokens do not count float32 counted [rows, time - 1], 1 for predicted tokens that do and 0 for others;
 * `sums` float32 [rows] out, minus the log-probabilities of each row's counted tokens together, nats.
 */
export function evaluationProgram(
  config: ModelConfig,
  { rows, time, documentMask, weighted }: EvaluationShape,
): Program {
  const input = { shape: [rows, time], dtype: 'int32' } as const;
  return {
    inputs: {
      tokens: { ...input, below: config.vocabSize },
      ...(documentMask ? { documents: input } : {}),
      ...(weighted ? { counted: { shape: [rows, time - 1], dtype: 'float32' } as const } : {}),
    },
    run(params, inputs) {
      const tokens = inputs.tokens as Tensor2D;
      const documents = inputs.documents as Tensor2D | undefined;
      const hidden = hiddenStates(params, tokens, config, { documents }).as2D(rows * time, config.width);
      const nothing = tf.zeros<tf.Rank.R2>([rows, 1], 'int32');
      const targets = tf.concat2d([tokens.slice([0, 1], [rows, time - 1]), nothing], 1).as1D();
      const counted = (inputs.counted as Tensor2D | undefined) ?? tf.ones<tf.Rank.R2>([rows, time - 1]);
      const predicts = tf.concat2d([counted, tf.zeros<tf.Rank.R2>([rows, 1])], 1);
      const logProbs = tokenLogProbs(head(params, hidden, config), targets).as2D(rows, time);
      return { outputs: { sums: tf.neg(tf.sum(tf.mul(logProbs, predicts), 1)) } };
    },
  };
}
