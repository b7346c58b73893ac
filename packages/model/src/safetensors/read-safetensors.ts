import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { LetheError, readFully } from '@lethe/contracts';
import { bytesPerElement, toFloat32 } from './element-types.js';
import {
  LARGEST_HEADER,
  LENGTH_BYTES,
  parseHeader,
  type SafetensorsHeader,
  type TensorEntry,
} from './safetensors-header.js';
import { type LazyWeights, readWeights, sizeOf, type Weights } from './weights.js';

/** What a safetensors file holds. */
export interface Safetensors {
  metadata: Record<string, string>;
  weights: Weights;
}

/** A safetensors file whose tensors are read one at a time, when they are asked for. */
export interface OpenSafetensors {
  metadata: Record<string, string>;
  weights: LazyWeights;
}

/**
 * Reads the floating-point tensors of a safetensors file as float32: F64, F32, F16 and BF16.
 * @param keep which tensors are read, by name; the others may be of any type
 * @throws LetheError when the file is truncated, its header is broken or too large, or a type is not supported
 */
export function readSafetensors(path: string, keep: (name: string) => boolean = () => true): Safetensors {
  const { metadata, weights } = openSafetensors(path, keep);
  return { metadata, weights: readWeights(weights) };
}

/** As `readSafetensors`, but only the header is read now. The file is opened again for every tensor. */
export function openSafetensors(path: string, keep: (name: string) => boolean = () => true): OpenSafetensors {
  const { header, dataStart } = withFile(path, (file) => readHeader(file, path));
  const weights: LazyWeights = {};
  for (const entry of header.tensors) {
    if (!keep(entry.name)) continue;
    checkTensor(entry, path);
    const values = () => withFile(path, (file) => readTensor(file, dataStart, entry, path));
    weights[entry.name] = { dtype: 'float32', shape: entry.shape, values };
  }
  return { metadata: header.metadata, weights };
}

function withFile<T>(path: string, use: (file: number) => T): T {
  const file = openFile(path);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

function openFile(path: string): number {
  const cannotOpen = (found: string | undefined, cause?: unknown): LetheError =>
    new LetheError({ what: 'the weights cannot be opened', where: path, found }, { cause });
  try {
    // Before it is opened: a pipe would wait for whoever writes into it.
    if (statSync(path).isFile()) return openSync(path, 'r');
  } catch (error) {
    throw cannotOpen((error as NodeJS.ErrnoException).code, error);
  }
  throw cannotOpen('no regular file');
}

function readHeader(file: number, path: string): { header: SafetensorsHeader; dataStart: number } {
  const { size } = fstatSync(file);
  const truncated = (expected: string): LetheError =>
    new LetheError({
      what: 'the file is truncated',
      where: path,
      expected,
      found: `${size} bytes`,
      next: 'copy or download the file again',
    });
  if (size < LENGTH_BYTES) throw truncated('a safetensors file, which begins with the length of its header');
  const lengthBytes = readBytes(file, 0, LENGTH_BYTES, path);
  const length = new DataView(lengthBytes.buffer).getBigUint64(0, true);
  if (length > BigInt(LARGEST_HEADER)) {
    throw new LetheError({
      what: 'this is not a safetensors file, or its header is too large',
      where: path,
      expected: `a header of at most ${LARGEST_HEADER} bytes`,
      found: `a header of ${length} bytes`,
      next: 'give a .safetensors file',
    });
  }
  const dataStart = LENGTH_BYTES + Number(length);
  if (dataStart > size) throw truncated(`a header of ${length} bytes`);
  const json = readBytes(file, LENGTH_BYTES, Number(length), path);
  return { header: parseHeader(json, size - dataStart, path), dataStart };
}

function checkTensor({ name, dtype, shape, begin, end }: TensorEntry, path: string): void {
  const bytes = bytesPerElement(dtype);
  if (bytes === undefined) {
    throw new LetheError({
      what: `tensor ${name} is of a type that is not supported`,
      where: path,
      expected: 'F64, F32, F16 or BF16',
      found: dtype,
    });
  }
  if (end - begin !== bytes * sizeOf(shape))
    throw new LetheError({
      what: `tensor ${name} has the wrong number of bytes`,
      where: path,
      expected: `${bytes * sizeOf(shape)} for shape [${shape}] of ${dtype}`,
      found: `${end - begin}`,
      next: 'copy or download the file again',
    });
}

function readTensor(
  file: number,
  dataStart: number,
  { name, dtype, begin, end }: TensorEntry,
  path: string,
): Float32Array {
  try {
    return toFloat32(readBytes(file, dataStart + begin, end - begin, path), dtype);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LetheError(
      {
        what: `tensor ${name} does not fit into memory`,
        where: path,
        found: `${end - begin} bytes of ${dtype}: ${error.message}`,
        next: 'use a smaller model, a newer Node, or a machine with more memory',
      },
      { cause: error },
    );
  }
}

function readBytes(file: number, position: number, length: number, path: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const read = readFully(file, bytes, position);
  if (read === length) return bytes;
  throw new LetheError({
    what: 'the file became shorter while it was read',
    where: path,
    expected: `${position + length} bytes`,
    found: `${position + read} bytes`,
  });
}
