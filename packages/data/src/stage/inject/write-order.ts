import { createTableWriter, order as orderTable } from '@lethe/contracts';
import type { DataSpec } from '../options/data.js';
import { firstPlace } from '../options/order-origin.js';
import { createMixedOrder, type PartRows } from '../pack/background-order.js';
import type { InjectionPlan, RowInjection } from './inject-into-rows.js';

const BATCH_ROWS = 65_536;

const nothing: RowInjection = {
  placement: 'none',
  factIds: [],
  positions: [],
  lengths: [],
  tokens: new Int32Array(0),
};

/** How much was injected. */
export interface OrderSummary {
  rows: number;
  injectedRows: number;
  injectedTokens: number;
  /** Times that the background is seen. */
  epochs: number;
}

/**
 * Writes the order table: every row of every step with its background row and what is injected into it.
 * Memory: one batch of 65,536 rows or more, up to a whole step, and 4 bytes per background row.
 * @param background number of background rows, or the rows of each of its parts
 * @param onStep told of every step; what it throws ends the work, and no table is left
 */
export async function writeOrder(
  directory: string,
  data: Pick<DataSpec, 'seed' | 'order'>,
  background: number | readonly PartRows[],
  plan: InjectionPlan,
  onStep: (steps: 1) => void | Promise<void> = () => {},
): Promise<OrderSummary> {
  const { steps, batchSize } = data.order;
  const first = firstPlace(data.order);
  const parts =
    typeof background === 'number' ? [{ name: '', share: 1, firstRow: 0, rows: background }] : background;
  const sequences = parts.reduce((sum, part) => sum + part.rows, 0);
  const backgroundAt = createMixedOrder(parts, data.seed);
  const rows = steps * batchSize;
  const summary: OrderSummary = { rows, injectedRows: 0, injectedTokens: 0, epochs: rows / sequences };
  const writer = createTableWriter(directory, orderTable);
  try {
    let batch = new OrderBatch();
    for (let step = 0; step < steps; step++) {
      const injections = plan.get(step);
      for (let row = 0; row < batchSize; row++) {
        const injection = injections?.get(row) ?? nothing;
        batch.add(step, row, backgroundAt(first + step * batchSize + row), injection);
        if (injection.tokens.length > 0) summary.injectedRows++;
        summary.injectedTokens += injection.tokens.length;
      }
      if (batch.size >= BATCH_ROWS || step === steps - 1) {
        writer.write(batch.columns);
        batch = new OrderBatch();
      }
      await onStep(1);
    }
  } catch (error) {
    writer.abort();
    throw error;
  }
  writer.close();
  return summary;
}

/** Columns of the order table that grow row by row. */
class OrderBatch {
  readonly columns = {
    step: [] as number[],
    row: [] as number[],
    sequence: [] as number[],
    fact_ids: [] as string[][],
    placement: [] as string[],
    positions: [] as number[][],
    lengths: [] as number[][],
    injected_tokens: [] as Int32Array[],
  };

  get size(): number {
    return this.columns.step.length;
  }

  add(step: number, row: number, sequence: number, injection: RowInjection): void {
    const { columns } = this;
    columns.step.push(step);
    columns.row.push(row);
    columns.sequence.push(sequence);
    columns.fact_ids.push(injection.factIds);
    columns.placement.push(injection.placement);
    columns.positions.push(injection.positions);
    columns.lengths.push(injection.lengths);
    columns.injected_tokens.push(injection.tokens);
  }
}
