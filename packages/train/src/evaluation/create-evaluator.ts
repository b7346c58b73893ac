import { createTableWriter, evaluation, type TablePosition, type TableWriter } from '@lethe/contracts';
import type { CompiledModule } from '@lethe/runtime';
import type { StepObserver } from '../observers/step-observer.js';
import type { TrainSpec } from '../train-options.js';
import { EVALUATION_PROGRAM, evaluationProgram } from './evaluation-program.js';
import { type MeanLoss, meanOverRows } from './mean-over-rows.js';
import { type EvaluationRows, readEvaluationRows } from './read-evaluation-rows.js';

/** The last evaluation of a training. */
export interface Evaluation extends MeanLoss {
  /** Updates done when it was measured. */
  updates: number;
}

/** An observer that measures the loss on rows that training never sees. */
export interface Evaluator extends Required<Omit<StepObserver, 'summary'>> {
  latest(): Evaluation | undefined;
}

export interface EvaluatorOptions {
  evaluation: NonNullable<TrainSpec['evaluation']>;
  documentMask: boolean;
  /** Rows that pass through the model at a time: those of a training step, whose memory then suffices. */
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
    async start({ module, out, resumeAt }) {
      const before = resumeAt as { table: TablePosition; latest: Evaluation } | undefined;
      latest = before?.latest;
      const writer = createTableWriter(out, evaluation, before ? { resumeAt: before.table } : {});
      running = { module, writer };
    },
    async afterStep(updates) {
      if (updates % every !== 0 && updates !== steps) return;
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

/** Nats of the counted tokens of every row together. Float32Array [count] */
async function rowSums(
  module: Pick<CompiledModule, 'run'>,
  { tokens, documents, counted, count, length }: EvaluationRows,
  atATime: number,
): Promise<Float32Array> {
  const sums = new Float32Array(count);
  for (let begin = 0; begin < count; begin += atATime) {
    // The last call is filled up with rows that do not count.
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
