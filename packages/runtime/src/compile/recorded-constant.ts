import { LetheError } from '@lethe/contracts';
import { DATA_TYPES, type RecordedConstant } from './recording.js';

// Constants up to this size are looked up by content, so that the scalars of a program are stored once.
const SHARED_BYTES = 1024;

/** Copies the values of a tensor that a program made itself. `key` is the same for equal constants, and absent for large ones. */
export function recordedConstant(
  program: string,
  name: string,
  shape: readonly number[],
  dtype: number,
  values: unknown,
): { node: RecordedConstant; key?: string } {
  if (!ArrayBuffer.isView(values) || !(Object.values(DATA_TYPES) as number[]).includes(dtype)) {
    throw new LetheError({
      what: 'a program made a constant of a dtype that compiled programs do not have',
      where: `program ${program}`,
      expected: 'float32, int32 or bool',
      found: ArrayBuffer.isView(values) ? `TensorFlow dtype ${dtype}` : 'strings',
    });
  }
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const small = bytes.length <= SHARED_BYTES;
  // The gradients of tfjs multiply by tensors of ones as large as the activations; one element says as much.
  const splat = !small && dtype !== DATA_TYPES.int64 && isUniform(values as unknown as Float32Array);
  const kept = splat ? bytes.length / (values as unknown as Float32Array).length : bytes.length;
  const node: RecordedConstant = {
    kind: 'constant',
    name,
    dtype,
    shape: [...shape],
    bytes: bytes.slice(0, kept),
    splat,
  };
  if (!small) return { node };
  return { node, key: `${dtype} ${shape.join()} ${Buffer.from(bytes).toString('latin1')}` };
}

function isUniform(values: ArrayLike<number>): boolean {
  const first = values[0];
  for (let i = 1; i < values.length; i++) {
    if (!Object.is(values[i], first)) return false;
  }
  return true;
}
