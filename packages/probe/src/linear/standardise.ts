/** Added to the variance, so that a constant state stays finite. */
const EPSILON = 1e-5;

/**
 * Makes the function that takes off the mean and divides by the deviation of each column of the given states.
 * @param states Float32Array [n, width]
 */
export function standardiseBy(states: Float32Array, width: number): (others: Float32Array) => Float32Array {
  const count = Math.max(1, states.length / width);
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  states.forEach((value, i) => {
    mean[i % width]! += value / count;
  });
  states.forEach((value, i) => {
    square[i % width]! += (value - mean[i % width]!) ** 2 / count;
  });
  const scale = square.map((variance) => 1 / Math.sqrt(variance + EPSILON));
  return (others) => others.map((value, i) => (value - mean[i % width]!) * scale[i % width]!);
}

/**
 * Takes off the mean and divides by the deviation of each row, as layer normalisation does.
 * @param states Float32Array [n, width]
 */
export function standardiseRows(states: Float32Array, width: number): Float32Array {
  const normal = new Float32Array(states.length);
  for (let begin = 0; begin < states.length; begin += width) {
    const row = states.subarray(begin, begin + width);
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    const scale = 1 / Math.sqrt(variance + EPSILON);
    row.forEach((value, i) => {
      normal[begin + i] = (value - mean) * scale;
    });
  }
  return normal;
}
