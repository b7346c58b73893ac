import { createRandom } from '@lethe/contracts';
import type { Matrix } from './answer-gradient.js';
import { dot } from './one-layer-view.js';

export interface TopSingular {
  /** Largest singular value. */
  value: number;
  /** Its square over the sum of all squares: 1 for a matrix of rank one, 0 for the zero matrix. */
  energy: number;
  /** Unit vectors [rows] and [columns]; the sign is arbitrary. */
  left: Float64Array;
  right: Float64Array;
}

const MOST_ROUNDS = 1000;
const CLOSE_ENOUGH = 1e-12;

/** The largest singular value of a matrix and its vectors, by power iteration. */
export function topSingular({ rows, columns, values }: Matrix): TopSingular {
  const random = createRandom(1, 'probe/top singular');
  let right = unit(Float64Array.from({ length: columns }, () => random.normal()));
  let left = new Float64Array(rows);
  let value = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    left = unit(timesColumn(right));
    const next = timesRow(left);
    const length = Math.sqrt(dot(next, next));
    right = unit(next);
    const done = Math.abs(length - value) <= CLOSE_ENOUGH * length;
    value = length;
    if (done) break;
  }
  const total = dot(values, values);
  return { value, energy: total === 0 ? 0 : value ** 2 / total, left, right };

  function timesColumn(vector: Float64Array): Float64Array<ArrayBuffer> {
    return Float64Array.from({ length: rows }, (_, i) =>
      dot(values.subarray(i * columns, (i + 1) * columns), vector),
    );
  }
  function timesRow(vector: Float64Array): Float64Array<ArrayBuffer> {
    const sum = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) sum[j] = sum[j]! + vector[i]! * values[i * columns + j]!;
    }
    return sum;
  }
}

function unit(vector: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}
