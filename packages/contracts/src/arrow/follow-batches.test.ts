import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
});
