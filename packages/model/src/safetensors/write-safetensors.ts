import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { Weights } from '../weights.js';
import { formatHeader, LENGTH_BYTES, type TensorEntry } from './safetensors-header.js';

/**
 * Writes weights as one safetensors file, tensors sorted by name, float32 little-endian. The bytes are the
 * same as those of the Python library for the same tensors.
 * @param metadata transformers asks for `{ format: 'pt' }`
 */
export function writeSafetensors(
  path: string,
  weights: Weights,
  metadata: Record<string, string> = { format: 'pt' },
): void {
  const names = Object.keys(weights).sort();
  let end = 0;
  const tensors = names.map((name): TensorEntry => {
    const { shape, values } = weights[name]!;
    const begin = end;
    end += values.byteLength;
    return { name, dtype: 'F32', shape, begin, end };
  });
  const header = formatHeader({ metadata, tensors });
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
  const file = openSync(path, 'w');
  try {
    writeAll(file, length);
    writeAll(file, header);
    for (const name of names) {
      const { values } = weights[name]!;
      writeAll(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
