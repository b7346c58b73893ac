import { type ColumnBatch, LetheError, order, readBatches } from '@lethe/contracts';
import { readSequences, type Sequences } from './read-sequences.js';
import { readVocabularySize } from './vocabulary-size.js';

/** The data of a training, checked as a whole before it begins. */
export interface TrainingData extends OrderSummary {
  directory: string;
  sequences: Sequences;
  vocabSize: number;
}

/**
 * Opens a data directory for training: tokenizer.json, the sequences table, and the order table, which is
 * checked from end to end.
 * @throws LetheError for whatever would fail later, during training
 */
export async function openTrainingData(directory: string): Promise<TrainingData> {
  const vocabSize = readVocabularySize(directory);
  const sequences = await readSequences(directory, vocabSize);
  const limits = { sequences: sequences.count, sequenceLength: sequences.length, vocabSize };
  return { directory, sequences, vocabSize, ...(await checkOrder(directory, limits)) };
}

/** The order table as a whole. */
export interface OrderSummary {
  /** Training steps. */
  steps: number;
  /** Rows per step. */
  batchSize: number;
  /** Rows into which at least one text is injected. */
  injectedRows: number;
}

const placements = ['none', 'prepend', 'replace', 'append'];

/**
 * Reads the order table once before training and checks all that training relies on: steps and rows without
 * gaps, sequences that exist, injected texts that fit their row and the vocabulary.
 * @throws LetheError naming the step and row that is wrong
 */
async function checkOrder(
  data: string,
  limits: { sequences: number; sequenceLength: number; vocabSize: number },
): Promise<OrderSummary> {
  let batchSize = 0;
  let injectedRows = 0;
  let step = 0;
  let row = 0;
  const closeStep = (): void => {
    if (step === 0) batchSize = row;
    if (row !== batchSize) {
      throw new LetheError({
        what: `step ${step} of the order table is not a whole batch`,
        where: data,
        expected: `rows 0 to ${batchSize - 1}, as step 0 has`,
        found: `${row} rows`,
      });
    }
  };
  for await (const batch of readBatches(data, order)) {
    const steps = batch.numbers('step');
    const rows = batch.numbers('row');
    for (let i = 0; i < batch.length; i++) {
      if (steps[i] === step + 1) {
        closeStep();
        step++;
        row = 0;
      }
      if (steps[i] !== step || rows[i] !== row) {
        throw new LetheError({
          what: 'the order table is not sorted by step and row without gaps',
          where: data,
          expected: `step ${step}, row ${row}, or step ${step + 1}, row 0`,
          found: `step ${steps[i]}, row ${rows[i]}`,
        });
      }
      row++;
    }
    injectedRows += checkRows(batch, data, limits);
  }
  if (row === 0) throw new LetheError({ what: 'the order table has no rows', where: data });
  closeStep();
  return { steps: step + 1, batchSize, injectedRows };
}

/** Checks each row of a batch by itself; returns how many have injected texts. */
function checkRows(
  batch: ColumnBatch<typeof order>,
  data: string,
  limits: { sequences: number; sequenceLength: number; vocabSize: number },
): number {
  const sequence = batch.numbers('sequence');
  const placement = batch.strings('placement');
  const positions = batch.numberLists('positions');
  const lengths = batch.numberLists('lengths');
  const tokens = batch.numberLists('injected_tokens');
  let injectedRows = 0;
  for (let i = 0; i < batch.length; i++) {
    const wrong = (what: string, expected: string, found: unknown): LetheError =>
      new LetheError({
        what,
        where: `${data}, order table, step ${batch.numbers('step')[i]}, row ${batch.numbers('row')[i]}`,
        expected,
        found: String(found),
      });
    if (sequence[i]! < 0 || sequence[i]! >= limits.sequences) {
      throw wrong('there is no such sequence', `0 to ${limits.sequences - 1}`, sequence[i]);
    }
    if (!placements.includes(placement[i]!)) {
      throw wrong('the placement is not known', placements.join(', '), placement[i]);
    }
    const [begin, end] = [positions.offsets[i]!, positions.offsets[i + 1]!];
    const texts = end - begin;
    if (lengths.offsets[i + 1]! - lengths.offsets[i]! !== texts) {
      throw wrong('positions and lengths differ in number', `${texts} lengths`, 'another number');
    }
    let total = 0;
    for (let text = 0; text < texts; text++) {
      const position = positions.values[begin + text]!;
      const length = lengths.values[lengths.offsets[i]! + text]!;
      if (position < 0 || length < 0 || position + length > limits.sequenceLength) {
        const expected = `within 0 to ${limits.sequenceLength}`;
        throw wrong('an injected text does not fit its row', expected, `${position} to ${position + length}`);
      }
      total += length;
    }
    const injected = tokens.values.subarray(tokens.offsets[i], tokens.offsets[i + 1]);
    if (injected.length !== total) {
      throw wrong('the injected tokens do not match their lengths', `${total} tokens`, injected.length);
    }
    for (const token of injected) {
      if (token < 0 || token >= limits.vocabSize) {
        throw wrong('an injected token is not in the vocabulary', `0 to ${limits.vocabSize - 1}`, token);
      }
    }
    if (texts > 0) injectedRows++;
  }
  return injectedRows;
}
