import { endianness } from 'node:os';

const converters: Record<
  string,
  { bytes: number; toFloat32: (data: Uint8Array<ArrayBuffer>) => Float32Array }
> = {
  F64: { bytes: 8, toFloat32: (data) => Float32Array.from(new Float64Array(data.buffer)) },
  F32: { bytes: 4, toFloat32: (data) => new Float32Array(data.buffer) },
  F16: { bytes: 2, toFloat32: (data) => Float32Array.from(new Uint16Array(data.buffer), halfToNumber) },
  BF16: { bytes: 2, toFloat32: fromBfloat16 },
};

/** Bytes of one element of a safetensors type; undefined for types that do not become float32. */
export function bytesPerElement(dtype: string): number | undefined {
  return converters[dtype]?.bytes;
}

/** Little-endian elements of a supported type as float32. `data` owns its buffer. */
export function toFloat32(data: Uint8Array<ArrayBuffer>, dtype: string): Float32Array {
  if (endianness() !== 'LE') throw new Error('safetensors are read on little-endian machines only');
  return converters[dtype]!.toFloat32(data);
}

/** IEEE 754 binary16 -> number. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
function fromBfloat16(data: Uint8Array<ArrayBuffer>): Float32Array {
  const halves = new Uint16Array(data.buffer);
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) words[i] = halves[i]! << 16;
  return new Float32Array(words.buffer);
}
