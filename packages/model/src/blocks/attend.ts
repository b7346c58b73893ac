import { causalAttention, type RotaryAngles, repeatHeads, rotate } from '@lethe/runtime';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

export interface AttendOptions {
  batch: number;
  heads: number;
  /** Heads of keys and values; each serves heads / keyValueHeads queries. */
  keyValueHeads: number;
  /** Turns queries and keys; omitted if positions enter otherwise. */
  angles?: RotaryAngles | undefined;
  /** int32 [batch, time], a number for the document of each position; omitted if all see all before them. */
  documents?: Tensor2D | undefined;
  /** Positions that each sees, itself included; all before it if omitted or null. */
  window?: number | null | undefined;
  /** Bound c by which scores s become c tanh(s / c); none if omitted or null. */
  softCap?: number | null | undefined;
  /** Factor on the products of queries and keys; 1 / sqrt(dh) by default. */
  scale?: number | undefined;
}

/**
 * Causal self-attention of rows that hold all heads side by side.
 * @param q float32 [batch x time, heads x dh]
 * @param k float32 [batch x time, keyValueHeads x dh]; v likewise
 * @returns float32 [batch x time, heads x dh]
 */
export function attend(q: Tensor2D, k: Tensor2D, v: Tensor2D, options: AttendOptions): Tensor2D {
  const { batch, heads, keyValueHeads, angles, documents, window, softCap, scale } = options;
  const groups = heads / keyValueHeads;
  const turned = (x: Tensor4D): Tensor4D => (angles ? rotate(x, angles) : x);
  const mixed = causalAttention(
    turned(splitHeads(q, batch, heads)),
    repeatHeads(turned(splitHeads(k, batch, keyValueHeads)), groups),
    repeatHeads(splitHeads(v, batch, keyValueHeads), groups),
    {
      ...(documents && { documents }),
      ...(window && { window }),
      ...(softCap && { softCap }),
      ...(scale && { scale }),
    },
  );
  return tf.transpose(mixed, [0, 2, 1, 3]).as2D(q.shape[0], q.shape[1]);
}

/** [batch x time, heads x dh] -> [batch, heads, time, dh] */
function splitHeads(x: Tensor2D, batch: number, heads: number): Tensor4D {
  const [rows, columns] = x.shape;
  return tf.transpose(x.as4D(batch, rows / batch, heads, columns / heads), [0, 2, 1, 3]);
}
