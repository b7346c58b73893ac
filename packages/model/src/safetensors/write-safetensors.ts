import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { writeFully } from '@lethe/contracts';
import { formatHeader, LENGTH_BYTES, type TensorEntry } from './safetensors-header.js';
import { type LazyWeight, sizeOf, type Weight } from './weights.js';

/** Element types that are written. BF16 rounds to nearest, ties to even, as PyTorch does. */
export type WrittenType = 'F32' | 'BF16';

export const bytesOfType = { F32: 4, BF16: 2 } as const satisfies Record<WrittenType, number>;

export interface WriteOptions {
  /** transformers asks for `{ format: 'pt' }`, the default. */
  metadata?: Record<string, string>;
  /** F32 by default. */
  type?: WrittenType;
}

/**
 * Writes weights as one safetensors file, tensors sorted by name, little-endian. The bytes are the same as those of
 * the Python library for the same tensors. Weights that are still in a file are read one at a time.
 */
export function writeSafetensors(
  path: string,
  weights: Record<string, Weight | LazyWeight>,
  options?: WriteOptions,
): void {
  const file = openSync(path, 'w');
  try {
    for (const bytes of encodeSafetensors(weights, options)) writeFully(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Writes the file that `writeSafetensors` writes without blocking the event loop, or work that holds the JavaScript
 * thread. The values must not change until the promise settles.
 */
export async function writeSafetensorsAsync(
  path: string,
  weights: Record<string, Weight | LazyWeight>,
  options?: WriteOptions,
): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const bytes of encodeSafetensors(weights, options)) await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The parts of the file, one after the other. */
function* encodeSafetensors(
  weights: Record<string, Weight | LazyWeight>,
  { metadata = { format: 'pt' }, type = 'F32' }: WriteOptions = {},
): Generator<Uint8Array> {
  const names = Object.keys(weights).sort();
  let end = 0;
  const tensors = names.map((name): TensorEntry => {
    const { shape } = weights[name]!;
    const begin = end;
    end += bytesOfType[type] * sizeOf(shape);
    return { name, dtype: type, shape, begin, end };
  });
  const header = formatHeader({ metadata, tensors });
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
  yield length;
  yield header;
  for (const { name, begin, end } of tensors) {
    const { values } = weights[name]!;
    const bytes = toBytes(typeof values === 'function' ? values() : values, type);
    if (bytes.length !== end - begin) {
      throw new TypeError(`tensor ${name} has ${bytes.length} bytes instead of ${end - begin}`);
    }
    yield bytes;
  }
}

function toBytes(values: Float32Array, type: WrittenType): Uint8Array {
  const elements = type === 'F32' ? values : toBfloat16(values);
  return new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
}

/** The upper halves of float32, rounded to nearest, ties to even; NaN stays NaN. */
export function toBfloat16(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(words.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const notANumber = (word & 0x7fffffff) > 0x7f800000;
    halves[i] = notANumber ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  }
  return halves;
}
