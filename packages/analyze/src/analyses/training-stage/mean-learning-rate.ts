import { readBatches, steps } from '@lethe/contracts';

/**
 * Mean learning rate over the steps of a training, whatever its schedule.
 * @param directory of the train stage
 * @returns NaN without steps
 */
export async function meanLearningRate(directory: string): Promise<number> {
  let [sum, count] = [0, 0];
  for await (const batch of readBatches(directory, steps)) {
    for (const rate of batch.numbers('learning_rate')) {
      sum += rate;
      count++;
    }
  }
  return sum / count;
}
