import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RESUME_DIRECTORY } from '@lethe/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readResumePoint } from './resume-point.js';
import { createResumeWriter } from './resume-writer.js';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'lethe-resume-writer-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

/** A training whose state is its number of updates, large enough that writing it takes a while. */
function training(everySeconds: number, size = 500_000) {
  const lines: string[] = [];
  const reads: number[] = [];
  const now = { updates: 0, value: 0 };
  const writer = createResumeWriter({
    out,
    log: (line) => lines.push(line),
    shapes: { w: { shape: [size] } },
    module: {
      async readState() {
        reads.push(now.updates);
        return { w: new Float32Array(size).fill(now.value) };
      },
    },
    everySeconds,
    position: () => ({
      updates: now.updates,
      seconds: 1,
      backend: 'wasm',
      steps: { shard: 0, bytes: 1 },
      events: null,
      observers: [],
    }),
  });
  const update = (value = now.updates + 1): void => {
    now.updates++;
    now.value = value;
  };
  return { writer, lines, reads, now, update };
}

it('training goes on while a point is written, and the values are those of its update', async () => {
  const { writer, update } = training(0);
  update();
  await writer.afterUpdate();
  // Copied, not yet on the disk.
  expect(readResumePoint(out)).toBeUndefined();
  update();
  await writer.settle();
  const point = readResumePoint(out)!;
  expect(point.updates).toBe(1);
  expect([...new Set(point.state.w!.values())]).toEqual([1]);
});

it('after every update means after every one; never two are written at once', async () => {
  const { writer, reads, update } = training(0);
  for (let i = 0; i < 4; i++) {
    update();
    await writer.afterUpdate();
    const entries = (): string[] => {
      try {
        return readdirSync(join(out, RESUME_DIRECTORY)).filter((name) => name.endsWith('.tmp'));
      } catch {
        return [];
      }
    };
    expect(entries().length).toBeLessThanOrEqual(1);
  }
  await writer.settle();
  expect(reads).toEqual([1, 2, 3, 4]);
  expect(readdirSync(join(out, RESUME_DIRECTORY))).toEqual(['000000004']);
});

it('a disk slower than the interval holds up nobody: the next point waits for the one before', async () => {
  const { writer, reads, update } = training(1e-9);
  update();
  await writer.afterUpdate();
  update();
  await writer.afterUpdate();
  expect(reads).toEqual([1]);
  await writer.settle();
  update();
  await writer.afterUpdate();
  await writer.settle();
  expect(reads).toEqual([1, 3]);
});

it('a point on request is on the disk when the promise settles', async () => {
  const { writer, update } = training(1000);
  update();
  await writer.afterUpdate();
  expect(readResumePoint(out)).toBeUndefined();
  await writer.now();
  expect(readResumePoint(out)!.updates).toBe(1);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])('a state with %s takes the place of none', async (broken) => {
  const { writer, update } = training(0, 10);
  update();
  await writer.afterUpdate();
  update(broken);
  await writer.afterUpdate();
  await writer.settle();
  expect(readResumePoint(out)!.updates).toBe(1);
});

it('what goes wrong while a point is written is told at the next one', async () => {
  const { writer, update } = training(0, 10);
  writeFileSync(join(out, RESUME_DIRECTORY), 'in the way');
  update();
  await writer.afterUpdate();
  update();
  await expect(writer.afterUpdate()).rejects.toThrow();
});
