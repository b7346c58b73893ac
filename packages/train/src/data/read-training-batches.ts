import {
  assembleRow,
  countedTokensOfRow,
  type Injection,
  order,
  type Placement,
  readBatches,
} from '@lethe/contracts';
import { documentNumbers } from './document-numbers.js';
import { lossWeights } from './loss-weights.js';
import type { Sequences } from './read-sequences.js';

/** What the model sees in one training step. */
export interface TrainingBatch {
  /** Training step, from 0. */
  step: number;
  /** Int32Array [batchSize, sequenceLength], new for every step: some backends keep a reference to it. */
  tokens: Int32Array;
  /** Int32Array [batchSize, sequenceLength], the number of each token's document in its row; only where asked for. */
  documents?: Int32Array;
  /**
   * Float32Array [batchSize, sequenceLength - 1], the share of each token but the first of its row in the loss: 1 / n for the n
   * tokens of the batch that count, 0 for others. Only where the sequences table says which count; else all do.
   */
  weights?: Float32Array;
}

export interface ReadBatchesOptions {
  /** The first step that is wanted; 0 by default. */
  from?: number;
  /** Whether to number the documents, for attention within them. */
  documents?: boolean;
}

/**
 * Assembles the batches of training in order, injected texts in place. The order table is streamed; it was
 * checked before (check-order.ts).
 * @throws LetheError when no token of a batch counts
 */
export async function* readTrainingBatches(
  data: string,
  sequences: Sequences,
  batchSize: number,
  { from = 0, documents: wantsDocuments = false }: ReadBatchesOptions = {},
): AsyncGenerator<TrainingBatch> {
  const { length } = sequences;
  let tokens = new Int32Array(batchSize * length);
  let documents = new Int32Array(wantsDocuments ? tokens.length : 0);
  const isWeighted = sequences.lossSpans.length > 0;
  let counted = new Int32Array(isWeighted ? tokens.length : 0);
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
      const injection = {
        placement: placement[i] as Placement,
        positions: positions.values.subarray(positions.offsets[i], positions.offsets[i + 1]),
        lengths: lengths.values.subarray(lengths.offsets[i], lengths.offsets[i + 1]),
        injectedTokens: injected.values.subarray(injected.offsets[i], injected.offsets[i + 1]),
      };
      const text = sequences.tokens.subarray(background, background + length);
      assembleRow(text, injection, tokens.subarray(start, start + length));
      if (wantsDocuments) documents.set(documentNumbers(sequences, sequence[i]!, injection), start);
      if (isWeighted) counted.set(countedTokens(sequences, sequence[i]!, injection), start);
      if (row[i] === batchSize - 1) {
        const where = `${data}, step ${step[i]}`;
        yield {
          step: step[i]!,
          tokens,
          ...(wantsDocuments ? { documents } : {}),
          ...(isWeighted ? { weights: lossWeights(counted, length, where) } : {}),
        };
        counted = new Int32Array(counted.length);
        tokens = new Int32Array(batchSize * length);
        documents = new Int32Array(documents.length);
      }
    }
  }
}

function countedTokens(
  { lossSpans, firstSpan, length }: Sequences,
  row: number,
  injection: Injection,
): Int32Array {
  return countedTokensOfRow(lossSpans.subarray(firstSpan[row], firstSpan[row + 1]), injection, length);
}
