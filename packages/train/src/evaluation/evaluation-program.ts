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
}

/**
 * The program that measures rows: int32 tokens [rows, time] in, and the numbers of their documents where attention is to
 * stay within them; `losses` float32 [rows] out, the mean over the time - 1 predicted tokens of each row, nats per token.
 */
export function evaluationProgram(
  config: ModelConfig,
  { rows, time, documentMask }: EvaluationShape,
): Program {
  const input = { shape: [rows, time], dtype: 'int32' } as const;
  const tokens = { ...input, below: config.vocabSize };
  return {
    inputs: documentMask ? { tokens, documents: input } : { tokens },
    run(params, inputs) {
      const tokens = inputs.tokens as Tensor2D;
      const documents = inputs.documents as Tensor2D | undefined;
      const hidden = hiddenStates(params, tokens, config, { documents }).as2D(rows * time, config.width);
      const nothing = tf.zeros<tf.Rank.R2>([rows, 1], 'int32');
      const targets = tf.concat2d([tokens.slice([0, 1], [rows, time - 1]), nothing], 1).as1D();
      const predicts = tf.concat2d(
        [tf.ones<tf.Rank.R2>([rows, time - 1]), tf.zeros<tf.Rank.R2>([rows, 1])],
        1,
      );
      const logProbs = tokenLogProbs(head(params, hidden, config), targets).as2D(rows, time);
      return { outputs: { losses: tf.div(tf.sum(tf.mul(logProbs, predicts), 1), 1 - time) } };
    },
  };
}
