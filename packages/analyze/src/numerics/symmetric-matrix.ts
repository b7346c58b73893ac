/** Squared sine of the angle between a column and those before it, below which they are one direction. */
const SINGULAR = 1e-13;

/**
 * Solution of a system with a symmetric positive matrix, rows one after the other.
 * @returns undefined, or numbers that are not finite, where the matrix is singular
 */
export function solveSymmetric(
  matrix: readonly number[],
  right: readonly number[],
): readonly number[] | undefined {
  const size = right.length;
  if (size === 1) return [right[0]! / matrix[0]!];
  if (size === 2) {
    const [a, b, , d] = matrix as [number, number, number, number];
    const [x, y] = right as [number, number];
    const determinant = a * d - b * b;
    return [(x * d - y * b) / determinant, (y * a - x * b) / determinant];
  }
  const inverted = inverse(Float64Array.from(matrix), size);
  return inverted && [...product(inverted, Float64Array.from(right))];
}

/** Inverse of a symmetric positive matrix, rows one after the other; undefined if singular. */
export function inverse(matrix: Float64Array, size: number): Float64Array | undefined {
  let result: Float64Array;
  if (size === 1) {
    result = Float64Array.of(1 / matrix[0]!);
  } else if (size === 2) {
    const [a, b, c, d] = matrix as unknown as [number, number, number, number];
    result = Float64Array.of(d, -b, -c, a).map((value) => value / (a * d - b * c));
  } else {
    // With ones on the diagonal it is the same whatever the units of the parameters.
    const scales = Array.from({ length: size }, (_, i) => Math.sqrt(matrix[i * (size + 1)]!));
    const scaled = scales.map((a, i) => scales.map((b, j) => matrix[i * size + j]! / (a * b)));
    const inverted = choleskyInverse(scaled);
    if (!inverted) return undefined;
    result = Float64Array.from(
      inverted.flatMap((row, i) => row.map((value, j) => value / (scales[i]! * scales[j]!))),
    );
  }
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

/** Inverse by Cholesky of a matrix with ones on its diagonal; undefined where it is singular. */
export function choleskyInverse(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const size = matrix.length;
  const lower = matrix.map(() => new Array<number>(size).fill(0));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let value = matrix[i]![j]!;
      for (let k = 0; k < j; k++) value -= lower[i]![k]! * lower[j]![k]!;
      if (i === j && !(value > SINGULAR)) return undefined;
      lower[i]![j] = i === j ? Math.sqrt(value) : value / lower[j]![j]!;
    }
  }
  return matrix.map((_, unit) => {
    const x = new Array<number>(size).fill(0);
    for (let i = 0; i < size; i++) {
      let value = i === unit ? 1 : 0;
      for (let k = 0; k < i; k++) value -= lower[i]![k]! * x[k]!;
      x[i] = value / lower[i]![i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      let value = x[i]!;
      for (let k = i + 1; k < size; k++) value -= lower[k]![i]! * x[k]!;
      x[i] = value / lower[i]![i]!;
    }
    return x;
  });
}
