import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, expect, test } from 'vitest';
import { encodeTokens } from './encode-tokens.js';
import { hfArrow } from './hf-arrow.js';
import { llmc } from './llmc.js';
import { megatron } from './megatron.js';
import { nanoGpt } from './nanogpt.js';
import { olmo } from './olmo.js';
import { parquet } from './parquet.js';
import type { CreateRowWriter } from './row-writer.js';
import type { ExportShape } from './training-rows.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-writers-'));
afterAll(() => rmSync(root, { recursive: true }));
let directories = 0;

const shapeOf = (steps: number, batchSize: number, sequenceLength: number, vocabSize = 300): ExportShape => ({
  steps,
  batchSize,
  rows: steps * batchSize,
  sequenceLength,
  vocabSize,
  endOfText: 299,
});

/** Writes tokens in chunks of some rows; gives the files in order. */
function write(
  create: CreateRowWriter,
  shape: ExportShape,
  tokens: Int32Array,
  chunkRows: number,
  shardBytes?: number,
): { name: string; bytes: Buffer }[] {
  const directory = join(root, String(directories++));
  mkdirSync(directory);
  const writer = create(directory, shape, shardBytes === undefined ? {} : { shardBytes });
  for (let first = 0; first < tokens.length; first += chunkRows * shape.sequenceLength) {
    // The memory of a chunk is used again, as it is by what reads the rows.
    const chunk = tokens.slice(first, first + chunkRows * shape.sequenceLength);
    writer.write(chunk);
    chunk.fill(-1);
  }
  writer.finish();
  return readdirSync(directory)
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(directory, name)) }));
}

const training = fc
  .record({
    steps: fc.integer({ min: 1, max: 5 }),
    batchSize: fc.integer({ min: 1, max: 4 }),
    length: fc.integer({ min: 1, max: 5 }),
    chunkRows: fc.integer({ min: 1, max: 7 }),
    shardBytes: fc.integer({ min: 1, max: 200 }),
    seed: fc.nat(298),
  })
  .map((value) => ({
    ...value,
    shape: shapeOf(value.steps, value.batchSize, value.length),
    tokens: Int32Array.from(
      { length: value.steps * value.batchSize * value.length },
      (_, i) => (value.seed + 7 * i) % 299,
    ),
  }));

test('llm.c: files hold whole steps and one token more, and join to the training', () => {
  fc.assert(
    fc.property(training, ({ shape, tokens, chunkRows, shardBytes }) => {
      const files = write(llmc.create, shape, tokens, chunkRows, shardBytes);
      const stepTokens = shape.batchSize * shape.sequenceLength;
      const joined: number[] = [];
      files.forEach(({ name, bytes }, i) => {
        expect(name).toBe(`train_${String(i).padStart(6, '0')}.bin`);
        const count = bytes.readInt32LE(8);
        expect(bytes.length).toBe(1024 + 2 * count);
        expect((count - 1) % stepTokens).toBe(0);
        const all = new Uint16Array(
          bytes.buffer.slice(bytes.byteOffset + 1024, bytes.byteOffset + bytes.length),
        );
        joined.push(...all.subarray(0, -1));
        expect(all.at(-1)).toBe(i + 1 < files.length ? tokens[joined.length] : 299);
      });
      expect(joined).toEqual(Array.from(tokens));
    }),
    { numRuns: 60 },
  );
});

test('Arrow and Parquet files are as many as their names say, and hold the rows in order', async () => {
  await fc.assert(
    fc.asyncProperty(training, async ({ shape, tokens, chunkRows, shardBytes }) => {
      const rows = Array.from({ length: shape.rows }, (_, i) =>
        Array.from(tokens.subarray(i * shape.sequenceLength, (i + 1) * shape.sequenceLength)),
      );
      const arrow = write(hfArrow.create, shape, tokens, chunkRows, shardBytes).filter(({ name }) =>
        name.endsWith('.arrow'),
      );
      const read = arrow.flatMap(({ bytes }) =>
        [...tableFromIPC(bytes).getChild('input_ids')!].map((list) => [...list]),
      );
      expect(read).toEqual(rows);
      for (const { name } of arrow) expect(name).toMatch(new RegExp(`-of-0*${arrow.length}\\.arrow$`));

      const written = write(parquet.create, shape, tokens, chunkRows, shardBytes);
      const objects = await Promise.all(
        written.map(({ bytes }) => parquetReadObjects({ file: new Uint8Array(bytes).buffer })),
      );
      expect(objects.flat()).toEqual(rows.map((input_ids) => ({ input_ids })));
    }),
    { numRuns: 30 },
  );
});

test('vocabularies that need more than two bytes', () => {
  const shape = shapeOf(1, 1, 2, 70_000);
  const tokens = Int32Array.of(1, 69_999);
  const bytes = '010000006f110100';
  const [, part] = write(olmo.create, shape, tokens, 1);
  expect(part!.bytes.toString('hex')).toBe(bytes);
  const [bin, idx] = write(megatron.create, shape, tokens, 1);
  expect(bin!.bytes.toString('hex')).toBe(bytes);
  expect(idx!.bytes[17]).toBe(4);
  for (const create of [nanoGpt.create, llmc.create]) {
    expect(() => write(create, shape, tokens, 1)).toThrow(LetheError);
    expect(() => write(create, shape, tokens, 1)).toThrow(/0 to 65535[\s\S]*69999/);
  }
  // Megatron keeps the ids from 65,500 on for int32, OLMo does not.
  const between = shapeOf(1, 1, 2, 65_500);
  expect(write(megatron.create, between, Int32Array.of(1, 2), 1)[1]!.bytes[17]).toBe(4);
  expect(write(olmo.create, between, Int32Array.of(1, 2), 1)[1]!.bytes).toHaveLength(4);
});

test('a negative id is refused by every type', () => {
  for (const type of ['uint16', 'int32', 'uint32'] as const) {
    expect(() => encodeTokens(Int32Array.of(0, -1), type, 'x')).toThrow(/-1/);
    expect(encodeTokens(Int32Array.of(258), type, 'x').slice(0, 2)).toEqual(Uint8Array.of(2, 1));
  }
});
