import * as z from 'zod';

/** The training whose stream of background rows an order goes on with: `data.order.from`. */
export const orderOriginSpec = z.strictObject({
  steps: z.int().nonnegative().describe('steps of that training so far'),
  batchSize: z
    .int()
    .positive()
    .optional()
    .describe('rows of each of its steps; by default as many as steps have here'),
});

/**
 * The place in the stream of background rows at which an order begins: 0, or behind the rows that the training before it
 * has seen.
 */
export function firstPlace({
  from,
  batchSize,
}: {
  from?: z.output<typeof orderOriginSpec> | undefined;
  batchSize: number;
}): number {
  return from ? from.steps * (from.batchSize ?? batchSize) : 0;
}
