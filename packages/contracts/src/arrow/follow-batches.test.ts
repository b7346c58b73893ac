import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { steps } from '../tables/train-tables.js';
import { followBatches, TableRestarted } from './follow-batches.js';
import { createTableWriter } from './table-writer.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-follow-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const row = (step: number) => ({
  step,
  tokens: 8 * step,
  loss: 1,
  learning_rate: 0.1,
  grad_norm: 1,
  seconds: step,
});

/** Where the message at a place tells the length of its body: field 3 of its table (Arrow format, Message.fbs). */
function bodyField(bytes: Buffer, at: number): number {
  const table = at + 8 + bytes.readUInt32LE(at + 8);
  const fields = table - bytes.readInt32LE(table);
  return table + bytes.readUInt16LE(fields + 4 + 2 * 3);
}

/** Follows the table in the background: what came so far, and how it ended. */
function follow(directory: string) {
  const seen: number[] = [];
  const controller = new AbortController();
  const ended = (async () => {
    for await (const batch of followBatches(directory, steps, { signal: controller.signal, poll: 5 })) {
      seen.push(...batch.numbers('step'));
    }
  })().catch((error: unknown) => error);
  return { seen, ended, stop: () => controller.abort(new Error('stopped')) };
}

describe('a table that is followed', () => {
  it('gives every row once while it grows, over shards, from before it exists', async () => {
    const directory = mkdtempSync(join(root, 'grow-'));
    const { seen, ended, stop } = follow(directory);
    const writer = createTableWriter(directory, steps, { shardBytes: 1500 });
    const written: number[] = [];
    for (let step = 0; step < 12; step++) {
      writer.writeRows([row(step)]);
      written.push(step);
      await expect.poll(() => seen).toEqual(written);
    }
    writer.close();
    stop();
    expect(await ended).toMatchObject({ message: expect.stringMatching(/stopped|abort/i) });
    expect(seen).toEqual(written);
  });

  it('says when the table is cut back to where a training goes on', async () => {
    const directory = mkdtempSync(join(root, 'cut-'));
    const writer = createTableWriter(directory, steps);
    writer.writeRows([row(0)]);
    const position = writer.position();
    writer.writeRows([row(1), row(2), row(3)]);
    const { seen, ended } = follow(directory);
    await expect.poll(() => seen).toEqual([0, 1, 2, 3]);
    createTableWriter(directory, steps, { resumeAt: position });
    expect(await ended).toBeInstanceOf(TableRestarted);
  });

  it.each([
    ['metadata of 1.5 GB', (bytes: Buffer, at: number) => bytes.writeInt32LE(0x60000000, at + 4)],
    ['metadata below 0', (bytes: Buffer, at: number) => bytes.writeInt32LE(-8, at + 4)],
    ['a table of fields elsewhere', (bytes: Buffer, at: number) => bytes.writeUInt32LE(0x7fffffff, at + 8)],
    [
      'a body of 2^62 bytes',
      (bytes: Buffer, at: number) => bytes.writeBigInt64LE(2n ** 62n, bodyField(bytes, at)),
    ],
    ['a body below 0', (bytes: Buffer, at: number) => bytes.writeBigInt64LE(-8n, bodyField(bytes, at))],
    ['no continuation mark', (bytes: Buffer, at: number) => bytes.writeUInt32LE(7, at)],
  ])('says at which byte a stream cannot be read: %s', async (_, spoil) => {
    const directory = mkdtempSync(join(root, 'broken-'));
    const writer = createTableWriter(directory, steps);
    writer.writeRows([row(0)]);
    const at = writer.position().bytes;
    writer.writeRows([row(1)]);
    writer.close();
    const path = join(directory, 'steps.arrows');
    const bytes = readFileSync(path);
    spoil(bytes, at);
    writeFileSync(path, bytes);
    const { seen, ended } = follow(directory);
    const error = (await ended) as Error;
    expect(error).toBeInstanceOf(TableRestarted);
    expect(error.message).toContain(`at byte ${at}`);
    expect(seen).toEqual([0]);
  });

  it('says that a stream begins with no schema', async () => {
    const directory = mkdtempSync(join(root, 'schema-'));
    const writer = createTableWriter(directory, steps);
    const schema = writer.position().bytes;
    writer.writeRows([row(0)]);
    writer.close();
    const path = join(directory, 'steps.arrows');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(schema));
    expect(await follow(directory).ended).toMatchObject({
      message: expect.stringContaining('no Arrow schema'),
    });
    writeFileSync(path, bytes.fill(0xff, 12, schema));
    expect(await follow(directory).ended).toBeInstanceOf(TableRestarted);
  });

  it('takes no memory while it waits', async () => {
    const directory = mkdtempSync(join(root, 'wait-'));
    createTableWriter(directory, steps).writeRows([row(0)]);
    const handle = await open(join(directory, 'steps.arrows'));
    const read = vi.spyOn(Object.getPrototypeOf(handle), 'read');
    await handle.close();
    const { seen, ended, stop } = follow(directory);
    await expect.poll(() => seen).toEqual([0]);
    const alloc = vi.spyOn(Buffer, 'alloc');
    const looks = read.mock.calls.length;
    await expect.poll(() => read.mock.calls.length - looks).toBeGreaterThan(20);
    expect(alloc.mock.calls.length).toBeLessThan(3);
    vi.restoreAllMocks();
    stop();
    await ended;
  });
});
