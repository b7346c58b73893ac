import { order as orderTable, readRows } from '@lethe/contracts';
import { temporaryDirectory } from '@lethe/contracts/testing';
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { writeOrder } from '../inject/write-order.js';
import { dataSpec } from './data.js';

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});

async function rowsSeen(rows: number, order: object): Promise<number[]> {
  const parsed = dataSpec.shape.order.parse(order);
  await writeOrder(directory, { seed: 3, order: parsed }, rows, new Map());
  const table = await readRows(directory, orderTable);
  // Steps count from 0 wherever the stream begins.
  expect(table[0]).toMatchObject({ step: 0, row: 0 });
  return table.map(({ sequence }) => sequence);
}

it('an order that goes on sees what one that was not interrupted sees, epochs included', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      async (rows, batchSize, before, steps) => {
        const whole = await rowsSeen(rows, { steps: before + steps, batchSize });
        const later = whole.slice(before * batchSize);
        expect(await rowsSeen(rows, { steps, batchSize, from: { steps: before } })).toEqual(later);
        // With steps of another size, behind the same rows.
        const one = { steps: steps * batchSize, batchSize: 1, from: { steps: before, batchSize } };
        expect(await rowsSeen(rows, one)).toEqual(later);
      },
    ),
    { numRuns: 8 },
  );
});

it('begins at the first row unless it is told otherwise', async () => {
  const order = { steps: 5, batchSize: 4 };
  expect(await rowsSeen(17, order)).toEqual(await rowsSeen(17, { ...order, from: { steps: 0 } }));
  expect(await rowsSeen(17, order)).not.toEqual(await rowsSeen(17, { ...order, from: { steps: 1 } }));
});
