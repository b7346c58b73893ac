import { head, hiddenStates, type ModelConfig, type Params, type RowOptions } from '@lethe/model';
import { tokenLogProbs } from '@lethe/runtime';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/**
 * Mean next-token loss of a batch, float32 [], nats per token: positions 0 .. time-2 predict tokens 1 .. time-1.
 * The last position has nothing to predict; it is computed and weighted with zero, so that every matrix product keeps the
 * full, evenly divisible number of rows.
 * @param tokens int32 [batch, time]
 * @param options numbers of the documents, where attention stays within them; weights float32 [batch, time - 1] of the
 *   predicted tokens, which make the loss a weighted sum
 */
export function nextTokenLoss(
  params: Params,
  tokens: Tensor2D,
  config: ModelConfig,
  { weights, ...options }: RowOptions & { weights?: Tensor2D | undefined } = {},
): Scalar {
  const [batch, time] = tokens.shape;
  const rows = batch * time;
  const hidden = hiddenStates(params, tokens, config, options).as2D(rows, config.width);
  const logits = head(params, hidden, config);
  const nothing = tf.zeros<tf.Rank.R2>([batch, 1], 'int32');
  const targets = tf.concat2d([tokens.slice([0, 1], [batch, time - 1]), nothing], 1).as1D();
  const counted = weights ?? tf.ones<tf.Rank.R2>([batch, time - 1]);
  const predicts = tf.concat2d([counted, tf.zeros<tf.Rank.R2>([batch, 1])], 1);
  const total = tf.sum<Scalar>(tf.mul(tokenLogProbs(logits, targets), predicts.as1D()));
  return weights ? tf.neg<Scalar>(total) : tf.div(total, -batch * (time - 1));
}
