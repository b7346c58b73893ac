import { LetheError } from '@lethe/contracts';

/** @throws LetheError when micro-batches do not fill the batch. */
export function checkMicroBatches(microBatchSize: number | null, batchSize: number): void {
  if (microBatchSize === null || batchSize % microBatchSize === 0) return;
  throw new LetheError({
    what: 'the batch cannot be cut into micro-batches of this size',
    where: 'train.microBatchSize',
    expected: `a divisor of ${batchSize}, the rows of a batch (data.order.batchSize)`,
    found: String(microBatchSize),
  });
}
