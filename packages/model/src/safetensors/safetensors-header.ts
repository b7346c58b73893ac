import { isUtf8 } from 'node:buffer';
import { LetheError, parseJsonText, schemaMistakes } from '@lethe/contracts';
import * as z from 'zod';

/** Where one tensor lies: bytes `[begin, end)` after the header. */
export interface TensorEntry {
  name: string;
  dtype: string;
  shape: number[];
  begin: number;
  end: number;
}

export interface SafetensorsHeader {
  metadata: Record<string, string>;
  tensors: TensorEntry[];
}

/** Bytes before the header: its length, little-endian, 64 bits. */
export const LENGTH_BYTES = 8;
/** The header's size is a multiple of this, so that the data begin aligned. */
const ALIGNMENT = 8;
/** Larger headers are refused, as the reference implementation does. */
export const LARGEST_HEADER = 100_000_000;

/** Brackets, braces, commas and colons of a header: a tensor has about 13. */
const MAX_STRUCTURE = 8_000_000;

const natural = z.int().nonnegative();
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(natural),
  data_offsets: z.tuple([natural, natural]),
});
const headerSchema = z.record(z.string(), z.unknown());
const metadataSchema = z.record(z.string(), z.string());

/**
 * Parses a safetensors header and checks that the tensors cover the file without gaps or overlaps.
 * @param json the header's bytes
 * @param dataBytes bytes of the file after the header
 * @throws LetheError that says what is broken
 */
export function parseHeader(json: Uint8Array, dataBytes: number, where: string): SafetensorsHeader {
  const broken = (what: string, more: { expected?: string; found?: string } = {}): LetheError =>
    new LetheError({ what, where, ...more, next: 'copy or download the file again' });
  const notJson = { what: 'the header is not a JSON object', next: 'copy or download the file again' };
  if (!isUtf8(json)) throw new LetheError({ ...notJson, where, found: 'bytes that are not UTF-8' });
  const text = Buffer.from(json.buffer, json.byteOffset, json.length).toString();
  const parsedHeader = headerSchema.safeParse(parseJsonText(text, where, notJson, MAX_STRUCTURE));
  if (!parsedHeader.success)
    throw new LetheError({ ...notJson, where, found: schemaMistakes(parsedHeader.error) });
  const raw = parsedHeader.data;
  const { __metadata__: metadata = {}, ...entries } = raw;
  const parsedMetadata = metadataSchema.safeParse(metadata);
  if (!parsedMetadata.success) throw broken('__metadata__ is not an object of strings');
  const tensors = Object.entries(entries).map(([name, value]): TensorEntry => {
    const parsed = entrySchema.safeParse(value);
    if (!parsed.success) {
      throw broken(`tensor ${name} has an invalid description`, {
        expected: 'dtype, shape and data_offsets',
      });
    }
    const [begin, end] = parsed.data.data_offsets;
    return { name, dtype: parsed.data.dtype, shape: parsed.data.shape, begin, end };
  });
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let expected = 0;
  for (const { name, begin, end } of tensors) {
    if (begin !== expected || end < begin) {
      throw broken(`tensor ${name} leaves a gap or overlaps its neighbour`, {
        expected: `bytes from ${expected}`,
        found: `bytes ${begin} to ${end}`,
      });
    }
    expected = end;
  }
  if (expected !== dataBytes) {
    throw broken(expected > dataBytes ? 'the file is truncated' : 'the file holds more than its tensors', {
      expected: `${expected} bytes of tensors`,
      found: `${dataBytes} bytes`,
    });
  }
  return { metadata: parsedMetadata.data, tensors };
}

/** Formats a header, padded with spaces so that the data that follow are aligned. */
export function formatHeader({ metadata, tensors }: SafetensorsHeader): Uint8Array {
  const entries: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) entries.__metadata__ = metadata;
  for (const { name, dtype, shape, begin, end } of tensors) {
    entries[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(entries));
  const padded = new Uint8Array(Math.ceil(json.length / ALIGNMENT) * ALIGNMENT).fill(0x20);
  padded.set(json);
  return padded;
}
