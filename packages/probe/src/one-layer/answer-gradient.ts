import type { ModelConfig, Weights } from '@lethe/model';
import { attendFromLast } from './attention-mass.js';
import { type OneLayerView, softmax, viewOneLayer } from './one-layer-view.js';

/** A matrix, row-major: Float64Array [rows, columns]. */
export interface Matrix {
  rows: number;
  columns: number;
  values: Float64Array;
}

/** A prompt whose next token is to be learned, such as subject, question format -> answer. */
export interface Question {
  prompt: readonly number[];
  answer: number;
}

/**
 * The gradient of the mean cross-entropy of the answers with respect to W_1, [width, neurons], as in the paper's notation
 * h = ReLU(W_1^T z + b_1): the direction of the first step of fine-tuning (arXiv 2508.00901).
 * @throws LetheError unless the model is a one-layer one with an MLP
 */
export function answerGradient(
  config: ModelConfig,
  weights: Weights,
  questions: readonly Question[],
): Matrix {
  const view = viewOneLayer(config, weights);
  const { width, mlpWidth } = view.config;
  const values = new Float64Array(width * mlpWidth);
  for (const { prompt, answer } of questions) {
    const { z, active, logits } = passForward(view, prompt);
    const error = softmax(logits);
    error[answer] = error[answer]! - 1;
    const back = view.applyTransposed('mlp.out.weight', error);
    for (let i = 0; i < width; i++) {
      if (z[i] === 0) continue;
      for (let j = 0; j < mlpWidth; j++) {
        if (active[j]) values[i * mlpWidth + j]! += (z[i]! * back[j]!) / questions.length;
      }
    }
  }
  return { rows: width, columns: mlpWidth, values };
}

/** Mean cross-entropy of the answers, nats. */
export function answerLoss(config: ModelConfig, weights: Weights, questions: readonly Question[]): number {
  const view = viewOneLayer(config, weights);
  const losses = questions.map(
    ({ prompt, answer }) => -Math.log(softmax(passForward(view, prompt).logits)[answer]!),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function passForward(
  view: OneLayerView,
  prompt: readonly number[],
): { z: Float64Array; active: boolean[]; logits: Float64Array } {
  const z = new Float64Array(view.config.width);
  const attention = attendFromLast(view, prompt);
  prompt.forEach((token, t) => {
    view.embedding(token).forEach((value, i) => {
      z[i] = z[i]! + attention[t]! * value;
    });
  });
  const before = view.apply('mlp.in.weight', z).map((value, j) => value + view.bias[j]!);
  const logits = view.apply(
    'mlp.out.weight',
    before.map((value) => Math.max(0, value)),
  );
  return { z, active: Array.from(before, (value) => value > 0), logits };
}
