import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSafetensors } from './read-safetensors.js';
import { sizeOf, type Weights } from './weights.js';
import { toBfloat16, writeSafetensors, writeSafetensorsAsync } from './write-safetensors.js';

const golden = fileURLToPath(new URL('../../fixtures/tiny-gpt2/model.safetensors', import.meta.url));

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-safetensors-'));
  path = join(directory, 'x.safetensors');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A file with this header and this many bytes of data. */
function writeRaw(header: unknown, data: Uint8Array, headerLength?: bigint): void {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(headerLength ?? BigInt(json.length));
  writeFileSync(path, Buffer.concat([length, json, data]));
}

describe('safetensors', () => {
  it('are written byte for byte as the Python library does', () => {
    const { weights, metadata } = readSafetensors(golden);
    expect(metadata).toEqual({ format: 'pt' });
    expect(weights['h.0.attn.c_attn.weight']!.shape).toEqual([16, 48]);
    writeSafetensors(path, Object.fromEntries(Object.entries(weights).reverse()));
    expect(readFileSync(path).equals(readFileSync(golden))).toBe(true);
  });

  it('are the same bytes when they are written meanwhile', async () => {
    const { weights } = readSafetensors(golden);
    await writeSafetensorsAsync(path, weights);
    expect(readFileSync(path).equals(readFileSync(golden))).toBe(true);
  });

  it('give back any weights, aligned (property)', () => {
    const weight = fc
      .array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 })
      .chain((shape) =>
        fc
          .array(fc.float({ noNaN: true }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
          .map((values) => ({ dtype: 'float32' as const, shape, values: Float32Array.from(values) })),
      );
    const name = fc.string({ minLength: 1 }).filter((text) => !text.startsWith('__'));
    fc.assert(
      fc.property(fc.dictionary(name, weight, { noNullPrototype: true }), (weights: Weights) => {
        writeSafetensors(path, weights);
        expect(readSafetensors(path).weights).toEqual(weights);
        expect(Number(readFileSync(path).readBigUInt64LE()) % 8).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('of other float types become float32', () => {
    const half = { dtype: 'F16', shape: [4], data_offsets: [0, 8] };
    const brain = { dtype: 'BF16', shape: [2], data_offsets: [8, 12] };
    const double = { dtype: 'F64', shape: [1], data_offsets: [12, 20] };
    const data = Buffer.alloc(20);
    // 1.5, the smallest subnormal, -infinity and -2 in binary16; -3.140625 and 0.5 in bfloat16.
    Buffer.from(Uint16Array.of(0x3e00, 0x0001, 0xfc00, 0xc000, 0xc049, 0x3f00).buffer).copy(data);
    data.writeDoubleLE(-1.25, 12);
    writeRaw({ half, brain, double }, data);
    const { weights } = readSafetensors(path);
    expect([...weights.half!.values]).toEqual([1.5, 2 ** -24, Number.NEGATIVE_INFINITY, -2]);
    expect([...weights.brain!.values]).toEqual([-3.140625, 0.5]);
    expect([...weights.double!.values]).toEqual([-1.25]);
  });

  it('are rounded to bfloat16 as PyTorch does: to nearest, ties to even', () => {
    const bits = (values: number[]): number[] => [...toBfloat16(Float32Array.from(values))];
    // 1 + 2^-8 lies between two, and 1 is even; 1 + 3 x 2^-8 between two, and the upper one is even.
    expect(bits([1, 1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -8 + 2 ** -20, -2.5])).toEqual([
      0x3f80, 0x3f80, 0x3f82, 0x3f81, 0xc020,
    ]);
    expect(bits([Number.NEGATIVE_INFINITY, 3.4e38, 0, -0])).toEqual([0xff80, 0x7f80, 0, 0x8000]);
    expect(bits([Number.NaN])[0]! & 0x7fff).toBeGreaterThan(0x7f80);
  });

  it('of other types can be skipped, and are refused otherwise', () => {
    writeRaw({ ids: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }, Buffer.alloc(8));
    expect(readSafetensors(path, (name) => name !== 'ids').weights).toEqual({});
    expect(() => readSafetensors(path)).toThrow(/tensor ids is of a type that is not supported/);
  });

  it.each([
    ['nothing', Buffer.alloc(0), /truncated/],
    ['half a length', Buffer.alloc(5), /truncated/],
    ['text', Buffer.from('this is a text file and no model'), /not a safetensors file, or its header/],
  ])('that hold %s are refused', (_, bytes, message) => {
    writeFileSync(path, bytes);
    expect(() => readSafetensors(path)).toThrow(message);
  });

  it.each([
    ['a length beyond the file', '{}', 900n, 0, /truncated[\s\S]*expected: a header of 900 bytes/],
    ['a header that is too large', '{}', 100_000_001n, 0, /header is too large/],
    ['a header that is no JSON', '{"a":', undefined, 0, /not a JSON object/],
    ['a header that is a list', '[]', undefined, 0, /not a JSON object/],
    ['metadata that are numbers', { __metadata__: { a: 1 } }, undefined, 0, /__metadata__/],
    [
      'a tensor without a type',
      { a: { shape: [1], data_offsets: [0, 4] } },
      undefined,
      4,
      /has an invalid description/,
    ],
    ['a gap', { a: { dtype: 'F32', shape: [1], data_offsets: [4, 8] } }, undefined, 8, /gap or overlaps/],
    ['bytes beyond', { a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, undefined, 8, /holds more/],
    [
      'a wrong shape',
      { a: { dtype: 'F32', shape: [3], data_offsets: [0, 8] } },
      undefined,
      8,
      /wrong number/,
    ],
  ])('with %s are refused', (_, header, length, dataBytes, message) => {
    writeRaw(header, Buffer.alloc(dataBytes), length);
    expect(() => readSafetensors(path)).toThrow(message);
  });

  it('that lost their end are refused, wherever they were cut', () => {
    const whole = readFileSync(golden);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
        writeFileSync(path, whole);
        truncateSync(path, length);
        expect(() => readSafetensors(path)).toThrow(/truncated/);
      }),
      { numRuns: 50 },
    );
  });

  it('that are no files are refused', () => {
    expect(() => readSafetensors(dirname(path))).toThrow(/weights cannot be opened[\s\S]*no regular file/);
    expect(() => readSafetensors(`${path}.absent`)).toThrow(/weights cannot be opened[\s\S]*ENOENT/);
  });
});
