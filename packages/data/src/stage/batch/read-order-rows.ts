import { type ColumnBatch, LetheError, type order, type Placement } from '@lethe/contracts';
import { outOfRange, type TableLookup } from './table-lookup.js';

/** A row of the order table. */
export interface OrderRow {
  row: number;
  /** Row of the sequences table. */
  sequence: number;
  placement: Placement;
  factIds: string[];
  positions: Int32Array;
  lengths: Int32Array;
  injectedTokens: Int32Array;
}

type Batch = ColumnBatch<typeof order>;

/**
 * Reads the rows of one step from the order table, and how many steps there are. The size of a step is that of step
 * 0: all steps have the same number of rows.
 * @param data directory of the table, for messages
 * @throws LetheError when there is no such step, or rows are not sorted by step and row without gaps
 */
export async function readOrderRows(
  lookup: TableLookup<typeof order>,
  data: string,
  step: number,
): Promise<{ rows: OrderRow[]; steps: number }> {
  const batchSize = await firstBatchSize(lookup);
  const steps = batchSize === 0 ? 0 : Math.floor(lookup.rows / batchSize);
  if (!Number.isInteger(step) || step < 0 || step >= steps) throw outOfRange('step', steps, step, data);
  const rows: OrderRow[] = [];
  while (rows.length < batchSize) {
    const place = step * batchSize + rows.length;
    const { batch, index } = await lookup.find(place);
    for (const row of rowsFrom(batch, index, index + batchSize - rows.length)) {
      if (row.step !== step || row.row !== rows.length) {
        throw new LetheError({
          what: 'the order table is not sorted by step and row without gaps',
          where: data,
          expected: `step ${step}, row ${rows.length} in row ${step * batchSize + rows.length} of the table`,
          found: `step ${row.step}, row ${row.row}`,
          next: 'run the data stage again',
        });
      }
      rows.push(row);
    }
  }
  return { rows, steps };
}

async function firstBatchSize(lookup: TableLookup<typeof order>): Promise<number> {
  let size = 0;
  while (size < lookup.rows) {
    const { batch, index } = await lookup.find(size);
    const end = batch
      .numbers('step')
      .subarray(index)
      .findIndex((step) => step !== 0);
    if (end >= 0) return size + end;
    size += batch.length - index;
  }
  return size;
}

function rowsFrom(batch: Batch, begin: number, end: number): (OrderRow & { step: number })[] {
  const [step, row, sequence] = [batch.numbers('step'), batch.numbers('row'), batch.numbers('sequence')];
  const [placement, factIds] = [batch.strings('placement'), batch.stringLists('fact_ids')];
  const lists = (name: 'positions' | 'lengths' | 'injected_tokens'): ((i: number) => Int32Array) => {
    const { offsets, values } = batch.numberLists(name);
    return (i) => values.slice(offsets[i], offsets[i + 1]) as Int32Array;
  };
  const [positions, lengths, tokens] = [lists('positions'), lists('lengths'), lists('injected_tokens')];
  return Array.from({ length: Math.min(end, batch.length) - begin }, (_, k) => {
    const i = begin + k;
    return {
      step: step[i]!,
      row: row[i]!,
      sequence: sequence[i]!,
      placement: placement[i] as Placement,
      factIds: factIds[i]!,
      positions: positions(i),
      lengths: lengths(i),
      injectedTokens: tokens(i),
    };
  });
}
