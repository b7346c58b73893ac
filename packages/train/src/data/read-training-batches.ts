import {
  assembleRow,
  countedTokensOfRow,
  type Injection,
  order,
  type Placement,
  readBatches,
} from '@lethe/contracts';
import type { Sequences } from './read-sequences.js';
import { documentNumbers, lossWeights } from './row-targets.js';

/** The batch of one training step. */
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
 * Assembles the batches of training in order, injected texts in place, each while the one before it is in use. The order
 * table is streamed; it was checked before (check-order.ts).
 * @throws LetheError when no token of a batch counts
 */
export function readTrainingBatches(
  data: string,
  sequences: Sequences,
  batchSize: number,
  options: ReadBatchesOptions = {},
): AsyncGenerator<TrainingBatch> {
  return readAhead(assembleBatches(data, sequences, batchSize, options));
}

async function* assembleBatches(
  data: string,
  sequences: Sequences,
  batchSize: number,
  { from = 0, documents: wantsDocuments = false }: ReadBatchesOptions,
): AsyncGenerator<TrainingBatch> {
  const { length } = sequences;
  const isWeighted = sequences.lossSpans.length > 0;
  for await (const { step, numbers, injections } of readSteps(data, batchSize, from)) {
    const texts = await sequences.tokens.read(numbers);
    const tokens = new Int32Array(batchSize * length);
    const documents = new Int32Array(wantsDocuments ? tokens.length : 0);
    const counted = new Int32Array(isWeighted ? tokens.length : 0);
    for (const [row, injection] of injections.entries()) {
      const [start, end] = [row * length, (row + 1) * length];
      assembleRow(texts.subarray(start, end), injection, tokens.subarray(start, end));
      if (wantsDocuments) documents.set(documentNumbers(sequences, numbers[row]!, injection), start);
      if (isWeighted) counted.set(countedTokens(sequences, numbers[row]!, injection), start);
    }
    yield {
      step,
      tokens,
      ...(wantsDocuments ? { documents } : {}),
      ...(isWeighted ? { weights: lossWeights(counted, length, `${data}, step ${step}`) } : {}),
    };
  }
}

/** One step of the order table: the sequence of every row, and what is injected into it. */
interface OrderedStep {
  step: number;
  numbers: Int32Array;
  injections: Injection[];
}

async function* readSteps(data: string, batchSize: number, from: number): AsyncGenerator<OrderedStep> {
  let numbers = new Int32Array(batchSize);
  let injections: Injection[] = [];
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
      numbers[row[i]!] = sequence[i]!;
      injections.push({
        placement: placement[i] as Placement,
        positions: positions.values.subarray(positions.offsets[i], positions.offsets[i + 1]),
        lengths: lengths.values.subarray(lengths.offsets[i], lengths.offsets[i + 1]),
        injectedTokens: injected.values.subarray(injected.offsets[i], injected.offsets[i + 1]),
      });
      if (row[i] === batchSize - 1) {
        yield { step: step[i]!, numbers, injections };
        numbers = new Int32Array(batchSize);
        injections = [];
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

/**
 * The same values, each requested while the one before it is in use, so that reading overlaps with training. An error is thrown in
 * its place, after the values before it.
 */
export async function* readAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  const ask = (): Promise<IteratorResult<T>> => {
    const asked = source.next();
    // It is reported when it is awaited, which may be later or never.
    asked.catch(() => {});
    return asked;
  };
  try {
    let next = ask();
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = ask();
      yield value;
    }
  } finally {
    await source.return(undefined);
  }
}
