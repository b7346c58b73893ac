import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRows, steps } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { createStepsWriter } from './steps-writer.js';

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
