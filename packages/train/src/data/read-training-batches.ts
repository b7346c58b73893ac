import { assembleRow, order, type Placement, readBatches } from '@lethe/contracts';
import type { Sequences } from './read-sequences.js';

/** What the model sees in one training step. */
export interface TrainingBatch {
  /** Training step, from 0. */
  step: number;
  /** Int32Array [batchSize, sequenceLength], new for every step: some backends keep a reference to it. */
  tokens: Int32Array;
}

/**
 * Assembles the batches of training in order, injected texts in place. The order table is streamed; it was
 * checked before (check-order.ts).
 * @param from the first step that is wanted
 */
export async function* readTrainingBatches(
  data: string,
  sequences: Sequences,
  batchSize: number,
  from = 0,
): AsyncGenerator<TrainingBatch> {
  const { length } = sequences;
  let tokens = new Int32Array(batchSize * length);
  for await (const batch of readBatches(data, order)) {
    const step = batch.numbers('step');
    const row = batch.numbers('row');
    const sequence = batch.numbers('sequence');
    const placement = batch.strings('placement');
    const positions = batch.numberLists('positions');
    const lengths = batch.numberLists('lengths');
    const injected = batch.numberLists('injected_tokens');
    for (let i = 0; i < batch.length; i++) {
      if (step[i]! < from) continue;
      const background = sequence[i]! * length;
      const start = row[i]! * length;
      assembleRow(
        sequences.tokens.subarray(background, background + length),
        {
          placement: placement[i] as Placement,
          positions: positions.values.subarray(positions.offsets[i], positions.offsets[i + 1]),
          lengths: lengths.values.subarray(lengths.offsets[i], lengths.offsets[i + 1]),
          injectedTokens: injected.values.subarray(injected.offsets[i], injected.offsets[i + 1]),
        },
        tokens.subarray(start, start + length),
      );
      if (row[i] === batchSize - 1) {
        yield { step: step[i]!, tokens };
        tokens = new Int32Array(batchSize * length);
      }
    }
  }
}
