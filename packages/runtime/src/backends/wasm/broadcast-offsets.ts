import { sizeOf } from './wasm-tensors.js';

/**
 * Maps a flat index of the broadcast shape to the flat index of an operand.
 * @param shape the operand's shape, at most as long as `outShape`, each dimension equal to the output's or 1
 */
export function broadcastOffsets(
  shape: readonly number[],
  outShape: readonly number[],
): (index: number) => number {
  const size = sizeOf(shape);
  if (size === 1) return () => 0;
  const lead = outShape.length - shape.length;
  // A suffix of the output's shape repeats with its own period.
  if (shape.every((dimension, i) => dimension === outShape[lead + i])) return (index) => index % size;
  return (index) => {
    let rest = index;
    let offset = 0;
    let stride = 1;
    for (let i = outShape.length - 1; i >= lead; i--) {
      const dimension = shape[i - lead]!;
      if (dimension !== 1) offset += (rest % outShape[i]!) * stride;
      rest = Math.floor(rest / outShape[i]!);
      stride *= dimension;
    }
    return offset;
  };
}
