import { evaluation, readBatches, steps, tableFiles } from '@lethe/contracts';

/** The training curve of one run: parallel arrays, one entry per step. */
export interface TrainingCurve {
  step: Int32Array;
  /** Nats per token. */
  loss: Float64Array;
  /** Tokens seen at the end. */
  tokens: number;
  /** Mean over the steps; null where there are none. */
  tokensPerStep: number | null;
}

/** @param directory of the train stage */
export async function readTraining(directory: string): Promise<TrainingCurve> {
  const step: number[] = [];
  const loss: number[] = [];
  let tokens = 0;
  let first = 0;
  for await (const batch of readBatches(directory, steps)) {
    if (batch.length > 0 && step.length === 0) first = batch.numbers('tokens')[0]!;
    for (const value of batch.numbers('step')) step.push(value);
    for (const value of batch.numbers('loss')) loss.push(value);
    if (batch.length > 0) tokens = batch.numbers('tokens')[batch.length - 1]!;
  }
  // A resumed or fine-tuned run starts at the tokens of its origin.
  const tokensPerStep =
    step.length > 1 ? (tokens - first) / (step.length - 1) : step.length > 0 ? tokens : null;
  return { step: Int32Array.from(step), loss: Float64Array.from(loss), tokens, tokensPerStep };
}

/** The loss on rows that training never saw: parallel arrays, one entry per evaluation, by updates done. */
export interface EvaluationCurve {
  /** Updates done: 0 is the initial model. */
  step: Int32Array;
  /** Nats per token. */
  loss: Float64Array;
  /** Standard error of the loss over rows, nats per token; NaN where a single row was measured. */
  standardError: Float64Array;
  /** Rows measured each time. */
  rows: number;
}

/**
 * Reads the evaluation table of a train stage; undefined where the training did not evaluate.
 * @param directory of the train stage
 */
export async function readEvaluation(directory: string): Promise<EvaluationCurve | undefined> {
  if (tableFiles(directory, evaluation).length === 0) return undefined;
  const step: number[] = [];
  const loss: number[] = [];
  const standardError: number[] = [];
  let rows = 0;
  for await (const batch of readBatches(directory, evaluation)) {
    for (const row of batch.rows()) {
      step.push(row.step);
      loss.push(row.loss);
      standardError.push(row.standard_error ?? Number.NaN);
      rows = row.rows;
    }
  }
  return {
    step: Int32Array.from(step),
    loss: Float64Array.from(loss),
    standardError: Float64Array.from(standardError),
    rows,
  };
}
