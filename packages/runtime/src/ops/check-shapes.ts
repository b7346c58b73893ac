import { LetheError } from '@lethe/contracts';
import type { Tensor } from '@tensorflow/tfjs';

/** Throws a LetheError unless `tensor` has `rank` dimensions. */
export function checkRank(operation: string, name: string, tensor: Tensor, rank: number): void {
  if (tensor.shape.length === rank) return;
  throw new LetheError({
    what: `${name} has the wrong number of dimensions`,
    where: operation,
    expected: `${rank} dimensions`,
    found: `shape [${tensor.shape.join(', ')}]`,
  });
}

/** Throws a LetheError unless `targets` is an int32 vector with one element per row of `logits`. */
export function checkRows(operation: string, logits: Tensor, targets: Tensor): void {
  if (targets.dtype === 'int32' && targets.shape.length === 1 && targets.shape[0] === logits.shape[0]) return;
  throw new LetheError({
    what: 'targets do not fit the logits',
    where: operation,
    expected: `int32 [${logits.shape[0]}]`,
    found: `${targets.dtype} [${targets.shape.join(', ')}]`,
  });
}
