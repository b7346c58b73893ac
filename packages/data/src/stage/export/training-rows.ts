import { join } from 'node:path';
import { assembleRow, LetheError, order, type Placement, readBatches } from '@lethe/contracts';
import { loadTokenizer } from '@lethe/tokenizers';
import { checkDataStage } from '../directory/data-stage-directory.js';
import { openSequenceFile } from './sequence-file.js';

/** 4 MiB of token ids per chunk. */
const CHUNK_TOKENS = 2 ** 20;

/** What there is to export. */
export interface ExportShape extends OrderShape {
  /** Rows of all steps. */
  rows: number;
  /** Tokens per row. */
  sequenceLength: number;
  /** Number of token ids. */
  vocabSize: number;
  /** Id of the end-of-text token. */
  endOfText: number;
}

/** Every row of every step as the model sees it. */
export interface TrainingRows {
  readonly shape: ExportShape;
  /**
   * Whole rows in the order of training: Int32Array [rows * sequenceLength], about 4 MiB at a time. Its memory is
   * used again for the next chunk.
   */
  read(): AsyncGenerator<Int32Array>;
  close(): void;
}

/**
 * Opens the rows of a finished data stage in the order of training, injected texts in place.
 * Memory: one batch of each table and one chunk.
 * @param scratch directory for a temporary copy of the background, 4 bytes per token
 * @throws LetheError when the directory is not that of a finished data stage, or its tables do not belong together;
 * signal.reason when aborted
 */
export async function openTrainingRows(
  data: string,
  scratch: string,
  signal: AbortSignal,
): Promise<TrainingRows> {
  checkDataStage(data);
  const { vocabSize, endOfText } = loadTokenizer(join(data, 'tokenizer.json'));
  const { steps, batchSize } = await readOrderShape(data, signal);
  const background = await openSequenceFile(data, scratch, signal);
  const { sequenceLength } = background;
  const shape: ExportShape = {
    steps,
    batchSize,
    rows: steps * batchSize,
    sequenceLength,
    vocabSize,
    endOfText,
  };
  return {
    shape,
    async *read() {
      const sequence = new Int32Array(sequenceLength);
      const rowsPerChunk = Math.max(1, Math.floor(CHUNK_TOKENS / sequenceLength));
      const chunk = new Int32Array(Math.min(rowsPerChunk, shape.rows) * sequenceLength);
      let filled = 0;
      for await (const row of readOrder(data)) {
        if (row.sequence < 0 || row.sequence >= background.rows) throw noSequence(data, row, background.rows);
        background.read(row.sequence, sequence);
        try {
          assembleRow(sequence, row, chunk.subarray(filled, filled + sequenceLength));
        } catch (error) {
          throw misplaced(data, row, error as Error);
        }
        filled += sequenceLength;
        if (filled < chunk.length) continue;
        signal.throwIfAborted();
        yield chunk;
        filled = 0;
      }
      if (filled > 0) yield chunk.subarray(0, filled);
    },
    close: () => background.close(),
  };
}

interface Row {
  step: number;
  row: number;
  sequence: number;
  placement: Placement;
  positions: Int32Array;
  lengths: Int32Array;
  injectedTokens: Int32Array;
}

async function* readOrder(data: string): AsyncGenerator<Row> {
  for await (const batch of readBatches(data, order)) {
    const [step, row, sequence] = [batch.numbers('step'), batch.numbers('row'), batch.numbers('sequence')];
    const placement = batch.strings('placement');
    const lists = (name: 'positions' | 'lengths' | 'injected_tokens'): ((i: number) => Int32Array) => {
      const { offsets, values } = batch.numberLists(name);
      return (i) => values.subarray(offsets[i], offsets[i + 1]) as Int32Array;
    };
    const [positions, lengths, tokens] = [lists('positions'), lists('lengths'), lists('injected_tokens')];
    for (let i = 0; i < batch.length; i++) {
      yield {
        step: step[i]!,
        row: row[i]!,
        sequence: sequence[i]!,
        placement: placement[i] as Placement,
        positions: positions(i),
        lengths: lengths(i),
        injectedTokens: tokens(i),
      };
    }
  }
}

function noSequence(data: string, { step, row, sequence }: Row, sequences: number): LetheError {
  return new LetheError({
    what: 'there is no such sequence',
    where: `${data}, order table, step ${step}, row ${row}`,
    expected: `0 to ${sequences - 1}`,
    found: String(sequence),
    next: 'run the data stage again, so that order and sequences belong together',
  });
}

function misplaced(data: string, { step, row }: Row, error: Error): LetheError {
  return new LetheError(
    {
      what: 'an injected text does not fit into its row',
      where: `${data}, order table, step ${step}, row ${row}`,
      found: error.message,
      next: 'run the data stage again',
    },
    { cause: error },
  );
}

/** How large the training is. */
interface OrderShape {
  /** Training steps. */
  steps: number;
  /** Rows per step. */
  batchSize: number;
}

/**
 * Reads the order table once: steps and rows come without gaps, every step has the same number of rows.
 * @throws LetheError when they do not, or there are none
 */
async function readOrderShape(data: string, signal: AbortSignal): Promise<OrderShape> {
  let batchSize = Number.POSITIVE_INFINITY;
  let step = 0;
  let row = 0;
  for await (const batch of readBatches(data, order)) {
    signal.throwIfAborted();
    const [steps, rows] = [batch.numbers('step'), batch.numbers('row')];
    for (let i = 0; i < batch.length; i++) {
      if (steps[i] === 1 && step === 0) batchSize = row;
      if (row === batchSize) {
        step++;
        row = 0;
      }
      if (steps[i] !== step || rows[i] !== row) throw gap(data, step, row, steps[i]!, rows[i]!);
      row++;
    }
  }
  if (row === 0) throw new LetheError({ what: 'the order table has no rows', where: data });
  if (step === 0) batchSize = row;
  if (row !== batchSize) throw gap(data, step, row, step + 1, 0);
  return { steps: step + 1, batchSize };
}

function gap(data: string, step: number, row: number, foundStep: number, foundRow: number): LetheError {
  return new LetheError({
    what: 'the order table is not sorted by step and row without gaps',
    where: data,
    expected: `step ${step}, row ${row}`,
    found: `step ${foundStep}, row ${foundRow}`,
    next: 'run the data stage again',
  });
}
