import { readBatches, steps } from '@lethe/contracts';

/** The training curve of one run: parallel arrays, one entry per step. */
export interface TrainingCurve {
  step: Int32Array;
  /** Nats per token. */
  loss: Float64Array;
  /** Tokens seen at the end. */
  tokens: number;
}

/** @param directory of the train stage */
export async function readTraining(directory: string): Promise<TrainingCurve> {
  const step: number[] = [];
  const loss: number[] = [];
  let tokens = 0;
  for await (const batch of readBatches(directory, steps)) {
    for (const value of batch.numbers('step')) step.push(value);
    for (const value of batch.numbers('loss')) loss.push(value);
    if (batch.length > 0) tokens = batch.numbers('tokens')[batch.length - 1]!;
  }
  return { step: Int32Array.from(step), loss: Float64Array.from(loss), tokens };
}
