import { LetheError } from '@lethe/contracts';
import * as tf from '@tensorflow/tfjs';
import { withGradient } from './with-gradient.js';

export interface CausalAttentionOptions {
  /** Factor on the products of queries and keys; default 1 / sqrt(dh). */
  scale?: number;
  /** Queries that are handled at a time; default a quarter of T, but at least 128. */
  chunk?: number;
  /** int32 [batch, T], a number for the document of each position: positions see only those of their own. */
  documents?: tf.Tensor;
}

// Added to scores of later positions. Not infinity, because 0 times infinity is NaN.
const MASKED = -1e9;

/**
 * Softmax attention in which position t sees positions 0 to t (Vaswani et al. 2017, arXiv 1706.03762, section 3.2).
 * Queries are handled in chunks that only meet the keys they may see: with four chunks 3/8 of the work falls away.
 * Differentiable in q, k and v; the probabilities are kept for the gradient.
 * @param q float32 [batch, heads, T, dh]; k and v likewise
 * @returns float32 [batch, heads, T, dh]
 */
export function causalAttention(
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  options: CausalAttentionOptions = {},
): tf.Tensor4D {
  const [batch, heads, length, width] = checkedShape(q, k, v);
  const { scale = 1 / Math.sqrt(width), chunk = Math.max(128, Math.ceil(length / 4)), documents } = options;
  if (documents) checkDocuments(documents, batch, length);
  const chunks = chunksOf(length, chunk);
  const inputs = [q, k, v].map((x) => tf.reshape(x, [batch * heads, length, width]));
  const result = withGradient(inputs, (q, k, v) => {
    const scaled = tf.mul(q!, scale);
    const parts = chunks.map(({ begin, end }) => {
      const scores = tf.matMul(rows(scaled, begin, end), rows(k!, 0, end), false, true);
      const mask = causalMask(begin, end);
      const others = documents && otherDocuments(documents, { begin, end }, heads);
      const probabilities = tf.softmax(tf.add(scores, others ? tf.minimum(mask, others) : mask));
      return { probabilities, value: tf.matMul(probabilities, rows(v!, 0, end)) };
    });
    const value = joinRows(parts.map((part) => part.value));
    return {
      value,
      saved: [scaled, k!, v!, value, ...parts.map(({ probabilities }) => probabilities)],
      gradient: (dy, saved) => attentionGradient(dy, saved, chunks, scale),
    };
  });
  return tf.reshape(result, [batch, heads, length, width]);
}

interface Chunk {
  begin: number;
  end: number;
}

function attentionGradient(dy: tf.Tensor, saved: tf.Tensor[], chunks: Chunk[], scale: number): tf.Tensor[] {
  const [scaled, k, v, value, ...probabilities] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const length = k.shape[1]!;
  // sum_j p_j dp_j of every query, without another pass over the probabilities.
  const mean = tf.sum(tf.mul(dy, value), 2, true);
  const parts = chunks.map(({ begin, end }, i) => {
    const p = probabilities[i]! as tf.Tensor;
    const dyRows = rows(dy, begin, end);
    const dp = tf.matMul(dyRows, rows(v, 0, end), false, true);
    const dScores = tf.mul(p, tf.sub(dp, rows(mean, begin, end)));
    return {
      dq: tf.matMul(dScores, rows(k, 0, end)),
      dk: padRows(tf.matMul(dScores, rows(scaled, begin, end), true, false), length),
      dv: padRows(tf.matMul(p, dyRows, true, false), length),
    };
  });
  const total = (terms: tf.Tensor[]) => terms.reduce((sum, term) => tf.add(sum, term));
  return [
    tf.mul(joinRows(parts.map(({ dq }) => dq)), scale),
    total(parts.map(({ dk }) => dk)),
    total(parts.map(({ dv }) => dv)),
  ];
}

function chunksOf(length: number, chunk: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let begin = 0; begin < length; begin += chunk) {
    chunks.push({ begin, end: Math.min(begin + chunk, length) });
  }
  return chunks;
}

/** [1, queries, keys]: 0 where the key is not after the query. Computed, because a constant of this size would be stored. */
function causalMask(begin: number, end: number): tf.Tensor {
  const queries = tf.reshape(tf.range(begin, end, 1, 'int32'), [1, end - begin, 1]);
  const keys = tf.reshape(tf.range(0, end, 1, 'int32'), [1, 1, end]);
  return tf.mul(tf.cast(tf.greater(keys, queries), 'float32'), MASKED);
}

/** [batch x heads, queries, keys]: 0 where query and key are of one document. */
function otherDocuments(documents: tf.Tensor, { begin, end }: Chunk, heads: number): tf.Tensor {
  const [batch] = documents.shape as [number, number];
  const queries = tf.reshape(tf.slice(documents, [0, begin], [batch, end - begin]), [batch, end - begin, 1]);
  const keys = tf.reshape(tf.slice(documents, [0, 0], [batch, end]), [batch, 1, end]);
  const mask = tf.mul(tf.cast(tf.notEqual(queries, keys), 'float32'), MASKED);
  const shape = [batch, heads, (end - begin) * end];
  const each = tf.tile(tf.reshape(mask, [batch, 1, shape[2]!]), [1, heads, 1]);
  return tf.reshape(each, [batch * heads, end - begin, end]);
}

function rows(x: tf.Tensor, begin: number, end: number): tf.Tensor {
  const [groups, length, width] = x.shape as [number, number, number];
  return begin === 0 && end === length ? x : tf.slice(x, [0, begin, 0], [groups, end - begin, width]);
}

function joinRows(parts: tf.Tensor[]): tf.Tensor {
  return parts.length === 1 ? parts[0]! : tf.concat(parts, 1);
}

function padRows(x: tf.Tensor, length: number): tf.Tensor {
  const missing = length - x.shape[1]!;
  return missing === 0 ? x : tf.pad(x, [[0, 0], [0, missing], [0, 0]]); // biome-ignore format: one pair per dimension
}

function checkDocuments(documents: tf.Tensor, batch: number, length: number): void {
  if (documents.dtype === 'int32' && documents.shape.join() === `${batch},${length}`) return;
  throw new LetheError({
    what: 'the numbers of the documents do not fit the queries',
    where: 'causalAttention',
    expected: `int32 [${batch}, ${length}]`,
    found: `${documents.dtype} [${documents.shape.join(', ')}]`,
  });
}

function checkedShape(q: tf.Tensor, k: tf.Tensor, v: tf.Tensor): [number, number, number, number] {
  const shapes = [q, k, v].map(({ shape }) => `[${shape.join(', ')}]`);
  if (q.shape.length === 4 && shapes[1] === shapes[0] && shapes[2] === shapes[0]) {
    return q.shape as [number, number, number, number];
  }
  throw new LetheError({
    what: 'queries, keys and values do not fit together',
    where: 'causalAttention',
    expected: 'three tensors of one shape [batch, heads, T, dh]',
    found: shapes.join(' '),
    next: 'with grouped queries, repeat the keys and values for each group first',
  });
}

/**
 * Repeats each head of keys or values for a group of queries (grouped-query attention, arXiv 2305.13245): head h becomes
 * heads h x groups to (h + 1) x groups - 1. Differentiable in x: the gradient adds up each group.
 * @param x float32 [batch, heads, T, dh]
 * @returns float32 [batch, heads x groups, T, dh]
 */
export function repeatHeads(x: tf.Tensor, groups: number): tf.Tensor4D {
  if (!Number.isInteger(groups) || groups < 1) {
    throw new LetheError({
      what: 'heads cannot be repeated so often',
      where: 'repeatHeads',
      expected: 'a whole number of 1 or more',
      found: String(groups),
    });
  }
  const [batch, heads, time, width] = x.shape as [number, number, number, number];
  if (groups === 1) return x as tf.Tensor4D;
  const each = [batch * heads, 1, time * width];
  return withGradient([x], (x) => ({
    value: tf.reshape(tf.tile(tf.reshape(x!, each), [1, groups, 1]), [batch, heads * groups, time, width]),
    saved: [],
    gradient: (dy) => [
      tf.reshape(tf.sum(tf.reshape(dy, [batch * heads, groups, time * width]), 1), [
        batch,
        heads,
        time,
        width,
      ]),
    ],
  })) as tf.Tensor4D;
}
