import { createTableWriter, evaluation, type TablePosition, type TableWriter } from '@lethe/contracts';
import { head, hiddenStates, type ModelConfig } from '@lethe/model';
import { type CompiledModule, type Program, tokenLogProbs } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { StepObserver } from '../observers/step-observer.js';
import type { TrainSpec } from '../train-options.js';
import { type EvaluationRows, readEvaluationRows } from './read-evaluation-rows.js';

/** The last evaluation of a training. */
export interface Evaluation extends MeanLoss {
  /** Updates done when it was measured. */
  updates: number;
}

/** An observer that measures the loss on held-out rows. */
export interface Evaluator extends Required<Omit<StepObserver, 'summary'>> {
  latest(): Evaluation | undefined;
}

export interface EvaluatorOptions {
  evaluation: NonNullable<TrainSpec['evaluation']>;
  documentMask: boolean;
  /** Rows that pass through the model at a time: as many as in a training step, so that its memory suffices. */
  rowsAtATime: number;
}

interface Running {
  module: Pick<CompiledModule, 'run'>;
  writer: TableWriter<typeof evaluation>;
}

/**
 * Creates the observer that writes the evaluation table: mean loss on held-out rows for the initial model, after every
 * `every` updates, and for the final model.
 */
export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const { every, rows: mostRows } = options.evaluation;
  let rows: EvaluationRows;
  let atATime = 0;
  let steps = 0;
  let running: Running | undefined;
  let latest: Evaluation | undefined;
  return {
    name: 'evaluation',
    latest: () => latest,
    async programs(training) {
      const { documentMask } = options;
      const { sequenceLength: length, vocabSize } = training;
      rows = await readEvaluationRows(training.data, { length, vocabSize, rows: mostRows, documentMask });
      steps = training.steps;
      atATime = Math.min(options.rowsAtATime, rows.count);
      training.log(`evaluation: ${rows.count} rows every ${every} updates`);
      const weighted = rows.counted !== undefined;
      const shape = { rows: atATime, time: rows.length, documentMask, weighted };
      return { [EVALUATION_PROGRAM]: evaluationProgram(training.config, shape) };
    },
    tokens() {
      const times = Math.ceil(steps / every) + 1;
      return times * Math.ceil(rows.count / atATime) * atATime * rows.length;
    },
    async start({ module, out, resumeAt }) {
      const before = resumeAt as { table: TablePosition; latest: Evaluation } | undefined;
      latest = before?.latest;
      const writer = createTableWriter(out, evaluation, before ? { resumeAt: before.table } : {});
      running = { module, writer };
    },
    async afterStep(updates, isLast) {
      if (updates % every !== 0 && !isLast) return;
      const { module, writer } = running!;
      const mean = meanOverRows(await rowSums(module, rows, atATime), rows.counts);
      latest = { updates, ...mean };
      const { loss, standardError: standard_error } = mean;
      const tokens = rows.counts.reduce((sum, count) => sum + count, 0);
      writer.writeRows([{ step: updates, loss, standard_error, rows: rows.count, tokens }]);
    },
    position: () => running && latest && { table: running.writer.position(), latest },
    async finish() {
      running?.writer.close();
    },
    abort() {
      running?.writer.close();
    },
  };
}

/** Total nats of the counted tokens of every row: Float32Array [count]. */
async function rowSums(
  module: Pick<CompiledModule, 'run'>,
  { tokens, documents, counted, count, length }: EvaluationRows,
  atATime: number,
): Promise<Float32Array> {
  const sums = new Float32Array(count);
  for (let begin = 0; begin < count; begin += atATime) {
    // The last call is padded with rows that do not count.
    const part = <T extends Int32Array | Float32Array>(values: T, into: T): T => {
      const width = into.length / atATime;
      into.set(values.subarray(begin * width, (begin + atATime) * width));
      return into;
    };
    const size = atATime * length;
    const inputs: Record<string, Int32Array | Float32Array> = { tokens: part(tokens, new Int32Array(size)) };
    if (documents) inputs.documents = part(documents, new Int32Array(size));
    if (counted) inputs.counted = part(counted, new Float32Array(size - atATime));
    const measured = (await module.run(EVALUATION_PROGRAM, inputs)).sums as Float32Array;
    sums.set(measured.subarray(0, count - begin), begin);
  }
  return sums;
}

/** Name of the program beside those of the training step. */
const EVALUATION_PROGRAM = 'evaluate';

interface EvaluationShape {
  /** Rows of a call. */
  rows: number;
  /** Tokens of a row. */
  time: number;
  documentMask: boolean;
  /** Whether some tokens do not count. */
  weighted: boolean;
}

/**
 * The program that measures rows. Inputs: `tokens` int32 [rows, time]; `documents`, the number of each token's document, where
 * attention stays within documents; `counted` float32 [rows, time - 1], 1 for predicted tokens that count and 0 for others,
 * where some do not. Output: `sums` float32 [rows], the negative log-likelihood of each row's counted tokens, nats.
 */
function evaluationProgram(
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

interface MeanLoss {
  /** Nats per token. */
  loss: number;
  /** Nats per token; null for a single row, which has no spread. */
  standardError: number | null;
}

/**
 * The mean over all tokens that count, and its standard error over rows: that of a ratio of sums, which for rows with equally
 * many tokens is the standard deviation of their means (n - 1) over the root of their number.
 * @param sums nats of each row
 * @param counts tokens of each row that count
 */
export function meanOverRows(sums: ArrayLike<number>, counts: ArrayLike<number>): MeanLoss {
  const n = sums.length;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < n; i++) {
    sum += sums[i]!;
    count += counts[i]!;
  }
  const loss = sum / count;
  if (n === 1) return { loss, standardError: null };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (sums[i]! - loss * counts[i]!) ** 2;
  return { loss, standardError: Math.sqrt((n / (n - 1)) * squares) / count };
}
