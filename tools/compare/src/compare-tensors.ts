import { compareJson } from './compare-json.js';
import { compareBytes, type Difference } from './difference.js';

interface TensorEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Compares two safetensors files tensor by tensor, with the largest difference of float32 values. */
export function compareTensors(left: Buffer, right: Buffer): Difference[] {
  if (left.equals(right)) return [];
  const a = parse(left);
  const b = parse(right);
  const differences = compareJson(a.header, b.header, 'header');
  for (const [name, entry] of Object.entries(a.header)) {
    const other = b.header[name];
    if (name === '__metadata__' || !other) continue;
    const values = a.data.subarray(...entry.data_offsets);
    const others = b.data.subarray(...other.data_offsets);
    const [bytes] = compareBytes(values, others, `tensor ${name}`);
    if (!bytes) continue;
    const comparable = entry.dtype === 'F32' && other.dtype === 'F32' && values.length === others.length;
    const largest = comparable ? `; largest absolute difference ${largestDifference(values, others)}` : '';
    differences.push({ ...bytes, text: bytes.text + largest });
  }
  // Padding of the header, order of its keys, bytes that no tensor claims.
  return differences.length > 0 ? differences : compareBytes(left, right);
}

function parse(file: Buffer): { header: Record<string, TensorEntry>; data: Buffer } {
  const end = 8 + Number(file.readBigUInt64LE(0));
  return { header: JSON.parse(file.toString('utf8', 8, end)), data: file.subarray(end) };
}

function largestDifference(left: Buffer, right: Buffer): number {
  let largest = 0;
  for (let i = 0; i + 4 <= left.length; i += 4) {
    largest = Math.max(largest, Math.abs(left.readFloatLE(i) - right.readFloatLE(i)));
  }
  return largest;
}
