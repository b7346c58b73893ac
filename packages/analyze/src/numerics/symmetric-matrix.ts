/** Inverse of a symmetric positive 1 x 1 or 2 x 2 matrix, rows one after the other; undefined if singular. */
export function inverse(matrix: Float64Array, size: number): Float64Array | undefined {
  const [a, b, c, d] = matrix as unknown as [number, number, number, number];
  const result =
    size === 1
      ? Float64Array.of(1 / a)
      : Float64Array.of(d, -b, -c, a).map((value) => value / (a * d - b * c));
  return result.every(Number.isFinite) ? result : undefined;
}

/** Matrix times vector. */
export function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, row) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += matrix[row * size + k]! * vector[k]!;
    return sum;
  });
}
