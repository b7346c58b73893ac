import { createRandom } from '@lethe/contracts';
import type { ModelConfig, Weights } from '@lethe/model';
import { attendFromLast, dot, type OneLayerView, softmax, viewOneLayer } from './one-layer-view.js';

/** A matrix, row-major: Float64Array [rows, columns]. */
export interface Matrix {
  rows: number;
  columns: number;
  values: Float64Array;
}

/** A prompt and the next token to learn, such as subject, question format -> answer. */
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

export interface TopSingular {
  /** Largest singular value. */
  value: number;
  /** Its square over the sum of all squares: 1 for a matrix of rank one, 0 for the zero matrix. */
  energy: number;
  /** Unit vectors [rows] and [columns]; the sign is arbitrary. */
  left: Float64Array;
  right: Float64Array;
}

const MOST_ROUNDS = 1000;
const CLOSE_ENOUGH = 1e-12;

/** The largest singular value of a matrix and its vectors, by power iteration. */
export function topSingular({ rows, columns, values }: Matrix): TopSingular {
  const random = createRandom(1, 'probe/top singular');
  let right = unit(Float64Array.from({ length: columns }, () => random.normal()));
  let left = new Float64Array(rows);
  let value = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    left = unit(timesColumn(right));
    const next = timesRow(left);
    const length = Math.sqrt(dot(next, next));
    right = unit(next);
    const done = Math.abs(length - value) <= CLOSE_ENOUGH * length;
    value = length;
    if (done) break;
  }
  const total = dot(values, values);
  return { value, energy: total === 0 ? 0 : value ** 2 / total, left, right };

  function timesColumn(vector: Float64Array): Float64Array<ArrayBuffer> {
    return Float64Array.from({ length: rows }, (_, i) =>
      dot(values.subarray(i * columns, (i + 1) * columns), vector),
    );
  }
  function timesRow(vector: Float64Array): Float64Array<ArrayBuffer> {
    const sum = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) sum[j] = sum[j]! + vector[i]! * values[i * columns + j]!;
    }
    return sum;
  }
}

function unit(vector: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}
