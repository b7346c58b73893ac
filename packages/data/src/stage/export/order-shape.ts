import { LetheError, order, readBatches } from '@lethe/contracts';

/** How large the training is. */
export interface OrderShape {
  /** Training steps. */
  steps: number;
  /** Rows per step. */
  batchSize: number;
}

/**
 * Reads the order table once: steps and rows come without gaps, every step has as many rows.
 * @throws LetheError when they do not, or there are none
 */
export async function readOrderShape(data: string, signal: AbortSignal): Promise<OrderShape> {
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
