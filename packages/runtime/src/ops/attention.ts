import { LetheError } from '@lethe/contracts';
import * as tf from '@tensorflow/tfjs';
import { withGradient } from './with-gradient.js';

export interface CausalAttentionOptions {
  /** Factor on the products of queries and keys; default 1 / sqrt(dh). */
  scale?: number;
  /** Queries that are processed at a time; default a quarter of T, but at least 128. */
  chunk?: number;
  /** int32 [batch, T], the number of each position's document: positions attend within their document only. */
  documents?: tf.Tensor;
  /** Positions that each sees, itself included (sliding-window attention, arXiv 2004.05150, section 3.1); all by default. */
  window?: number;
  /** Scores s become softCap tanh(s / softCap) (Gemma 2, arXiv 2408.00118, section 2); none by default. */
  softCap?: number;
}

// Added to scores of later positions. Not infinity, because 0 times infinity is NaN.
const MASKED = -1e9;

/**
 * Softmax attention in which position t sees positions 0 to t (Vaswani et al. 2017, arXiv 1706.03762, section 3.2).
 * Queries are processed in chunks that only see the keys they may attend to: four chunks save 3/8 of the work, and
 * a window saves more. Differentiable in q, k and v; the probabilities are kept for the gradient.
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
  const { scale = 1 / Math.sqrt(width), chunk = Math.max(128, Math.ceil(length / 4)) } = options;
  const { documents, window = length, softCap } = options;
  if (documents) checkDocuments(documents, batch, length);
  const chunks = chunksOf(length, chunk, window);
  const inputs = [q, k, v].map((x) => tf.reshape(x, [batch * heads, length, width]));
  const result = withGradient(inputs, (q, k, v) => {
    const scaled = tf.mul(q!, scale);
    const parts = chunks.map((chunk) => {
      const { begin, end, first } = chunk;
      const products = tf.matMul(rows(scaled, begin, end), rows(k!, first, end), false, true);
      const capped = softCap === undefined ? products : tf.mul(tf.tanh(tf.div(products, softCap)), softCap);
      const mask = window < length ? windowMask(chunk, window) : causalMask(chunk);
      const others = documents && otherDocuments(documents, chunk, heads);
      const scores = tf.add(capped, others ? tf.minimum(mask, others) : mask);
      const probabilities = tf.softmax(scores);
      return {
        value: tf.matMul(probabilities, rows(v!, first, end)),
        // Scores are their logarithm plus that of the sum: the gradient of the cap needs no other copy of them.
        kept: softCap === undefined ? [probabilities] : [probabilities, tf.logSumExp(scores, 2, true)],
      };
    });
    const value = joinRows(parts.map((part) => part.value));
    return {
      value,
      saved: [scaled, k!, v!, value, ...parts.flatMap(({ kept }) => kept)],
      gradient: (dy, saved) => attentionGradient(dy, saved, chunks, { scale, softCap }),
    };
  });
  return tf.reshape(result, [batch, heads, length, width]);
}

/** Queries from `begin` to before `end`, and the first of the keys that one of them sees. */
interface Chunk {
  begin: number;
  end: number;
  first: number;
}

function attentionGradient(
  dy: tf.Tensor,
  saved: tf.Tensor[],
  chunks: Chunk[],
  { scale, softCap }: { scale: number; softCap: number | undefined },
): tf.Tensor[] {
  const [scaled, k, v, value, ...kept] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const length = k.shape[1]!;
  // sum_j p_j dp_j of every query, without another pass over the probabilities.
  const mean = tf.sum(tf.mul(dy, value), 2, true);
  const parts = chunks.map(({ begin, end, first }, i) => {
    const [p, logSum] = (softCap === undefined ? [kept[i]] : kept.slice(2 * i, 2 * i + 2)) as tf.Tensor[];
    const dyRows = rows(dy, begin, end);
    const dp = tf.matMul(dyRows, rows(v, first, end), false, true);
    const dCapped = tf.mul(p!, tf.sub(dp, rows(mean, begin, end)));
    const dScores = softCap === undefined ? dCapped : tf.mul(dCapped, capSlope(p!, logSum!, softCap));
    return {
      dq: tf.matMul(dScores, rows(k, first, end)),
      dk: padRows(tf.matMul(dScores, rows(scaled, begin, end), true, false), first, length),
      dv: padRows(tf.matMul(p!, dyRows, true, false), first, length),
    };
  });
  const total = (terms: tf.Tensor[]) => terms.reduce((sum, term) => tf.add(sum, term));
  return [
    tf.mul(joinRows(parts.map(({ dq }) => dq)), scale),
    total(parts.map(({ dk }) => dk)),
    total(parts.map(({ dv }) => dv)),
  ];
}

/** d capped / d score = 1 - (capped / softCap)^2; where p underflows, what it is multiplied by is 0. */
function capSlope(p: tf.Tensor, logSum: tf.Tensor, softCap: number): tf.Tensor {
  const capped = tf.add(tf.log(tf.maximum(p, 1e-30)), logSum);
  return tf.sub(1, tf.square(tf.div(capped, softCap)));
}

function chunksOf(length: number, chunk: number, window: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let begin = 0; begin < length; begin += chunk) {
    chunks.push({ begin, end: Math.min(begin + chunk, length), first: Math.max(0, begin - window + 1) });
  }
  return chunks;
}

/** [1, queries, keys]: 0 where the key is not after the query. Computed, because a constant of this size would be stored. */
function causalMask(chunk: Chunk): tf.Tensor {
  const { queries, keys } = positions(chunk);
  return tf.mul(tf.cast(tf.greater(keys, queries), 'float32'), MASKED);
}

/** [1, queries, keys]: 0 where the key is the query's or one of the `window` - 1 before it. */
function windowMask(chunk: Chunk, window: number): tf.Tensor {
  const { queries, keys } = positions(chunk);
  const distance = tf.sub(queries, keys);
  const outside = tf.logicalOr(tf.less(distance, 0), tf.greaterEqual(distance, window));
  return tf.mul(tf.cast(outside, 'float32'), MASKED);
}

function positions({ begin, end, first }: Chunk): { queries: tf.Tensor; keys: tf.Tensor } {
  return {
    queries: tf.reshape(tf.range(begin, end, 1, 'int32'), [1, end - begin, 1]),
    keys: tf.reshape(tf.range(first, end, 1, 'int32'), [1, 1, end - first]),
  };
}

/** [batch x heads, queries, keys]: 0 where query and key are of one document. */
function otherDocuments(documents: tf.Tensor, { begin, end, first }: Chunk, heads: number): tf.Tensor {
  const [batch] = documents.shape as [number, number];
  const [rows, columns] = [end - begin, end - first];
  const queries = tf.reshape(tf.slice(documents, [0, begin], [batch, rows]), [batch, rows, 1]);
  const keys = tf.reshape(tf.slice(documents, [0, first], [batch, columns]), [batch, 1, columns]);
  const mask = tf.mul(tf.cast(tf.notEqual(queries, keys), 'float32'), MASKED);
  const each = tf.tile(tf.reshape(mask, [batch, 1, rows * columns]), [1, heads, 1]);
  return tf.reshape(each, [batch * heads, rows, columns]);
}

function rows(x: tf.Tensor, begin: number, end: number): tf.Tensor {
  const [groups, length, width] = x.shape as [number, number, number];
  return begin === 0 && end === length ? x : tf.slice(x, [0, begin, 0], [groups, end - begin, width]);
}

function joinRows(parts: tf.Tensor[]): tf.Tensor {
  return parts.length === 1 ? parts[0]! : tf.concat(parts, 1);
}

/** Rows of 0 before and after, so that x begins at row `first` of `length`. */
function padRows(x: tf.Tensor, first: number, length: number): tf.Tensor {
  const after = length - first - x.shape[1]!;
  return x.shape[1] === length ? x : tf.pad(x, [[0, 0], [first, after], [0, 0]]); // biome-ignore format: one pair per dimension
}

function checkDocuments(documents: tf.Tensor, batch: number, length: number): void {
  if (documents.dtype === 'int32' && documents.shape.join() === `${batch},${length}`) return;
  throw new LetheError({
    what: 'the document numbers do not match the queries',
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
      what: 'heads cannot be repeated that many times',
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
