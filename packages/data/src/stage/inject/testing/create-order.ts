import { type DataSpec, dataSpec } from '../../options/data.js';

/** An order as the spec parses it: what is not given has its default. */
export function createOrder(
  injection: Record<string, unknown>,
  { steps = 1000, batchSize = 16 }: { steps?: number; batchSize?: number } = {},
): DataSpec['order'] {
  return dataSpec.shape.order.parse({ steps, batchSize, injection });
}
