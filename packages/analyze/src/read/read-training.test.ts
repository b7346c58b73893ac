import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluation, writeTable } from '@lethe/contracts';
import { afterAll, expect, it } from 'vitest';
import { readEvaluation } from './read-training.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-read-training-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('is absent where a training did not evaluate', async () => {
  expect(await readEvaluation(directory)).toBeUndefined();
});

it('comes as parallel arrays, without a standard error for a single row', async () => {
  writeTable(directory, evaluation, [
    { step: 0, loss: 5.5, standard_error: 0.25, rows: 4, tokens: 28 },
    { step: 10, loss: 4.5, standard_error: null, rows: 4, tokens: 28 },
  ]);
  expect(await readEvaluation(directory)).toEqual({
    step: Int32Array.of(0, 10),
    loss: Float64Array.of(5.5, 4.5),
    standardError: Float64Array.of(0.25, Number.NaN),
    rows: 4,
  });
});
