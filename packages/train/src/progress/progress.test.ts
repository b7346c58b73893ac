import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRows, steps } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { createMemoryWatch } from './memory-watch.js';
import { duration } from './progress-line.js';
import { createProgressReporter } from './progress-reporter.js';
import { createStepsWriter } from './steps-writer.js';

describe('progress', () => {
  it('is told every few seconds and at the end, with speed and time left', () => {
    const lines: string[] = [];
    let time = 0;
    const reporter = createProgressReporter(
      (line) => lines.push(line),
      { steps: 5, tokensPerStep: 1000 },
      5000,
      () => time,
    );
    for (let updates = 1; updates <= 5; updates++) {
      time += updates < 4 ? 3000 : 1000;
      reporter.update(updates, 2.5);
    }
    expect(lines).toEqual([
      'step 2/5  loss 2.500  333 tokens/s  9 s left',
      'step 5/5  loss 2.500  600 tokens/s  0 s left',
    ]);
  });

  it('writes durations in two units at most', () => {
    expect([0.4, 99, 100, 5940, 6000, 12_300].map(duration)).toEqual([
      '0 s',
      '99 s',
      '2 min',
      '99 min',
      '1 h 40 min',
      '3 h 25 min',
    ]);
  });
});

describe('the memory watch', () => {
  it('lets counts stay or fall, and names the one that grew', () => {
    let counts = { tensors: 10, bytes: 5 };
    const watch = createMemoryWatch(() => counts);
    watch.check(1);
    counts = { tensors: 9, bytes: 5 };
    watch.check(500);
    counts = { tensors: 11, bytes: 5 };
    expect(() => watch.check(1000)).toThrow('tensors was 10 after update 1 and is 11 after update 1000');
  });
});

describe('the steps writer', () => {
  it('writes rows that can be read before it is closed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'lethe-steps-'));
    const row = { step: 0, tokens: 8, loss: 1, learning_rate: 0.5, grad_norm: 2, seconds: 0.25 };
    const writer = createStepsWriter(directory, { intervalMs: 1e9, largestBatch: 2 });
    for (let step = 0; step < 3; step++) writer.add({ ...row, step });
    expect((await readRows(directory, steps, { growing: true })).map(({ step }) => step)).toEqual([0, 1]);
    writer.close();
    expect(await readRows(directory, steps)).toEqual([0, 1, 2].map((step) => ({ ...row, step })));
    rmSync(directory, { recursive: true });
  });
});
