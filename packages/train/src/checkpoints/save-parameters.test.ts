import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initWeights, modelConfigFromSpec } from '@lethe/model';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTrainStep } from '../step/train-step.js';
import { trainSpec } from '../train-options.js';
import { saveParameters } from './save-parameters.js';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'lethe-save-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const config = modelConfigFromSpec(
  { architecture: 'gpt2', layers: 1, heads: 2, width: 4 },
  { vocabSize: 5, contextLength: 4 },
);
const { optimizer } = createTrainStep(config, trainSpec.parse({ optimizer: { learningRate: 0.1 } }), {
  batchSize: 2,
  time: 4,
});
const state: Record<string, Float32Array> = Object.fromEntries([
  ...Object.entries(initWeights(config, 1)).map(([name, { values }]) => [name, values]),
  ...optimizer.map(({ name, shape }) => [name, new Float32Array(shape.reduce((a, b) => a * b, 1))]),
]);

const save = (changed: Record<string, Float32Array>): Promise<void> =>
  saveParameters(
    {
      readState: async (names) =>
        Object.fromEntries(names!.map((name) => [name, changed[name] ?? state[name]!])),
    },
    config,
    out,
    { updates: 7, optimizer: { type: 'adamw', updates: 7, entries: optimizer } },
  );

it.each(Object.keys(state))('one number of %s that is not finite keeps all from the disk', async (name) => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    const values = state[name]!.slice();
    values[values.length - 1] = value;
    await expect(save({ [name]: values })).rejects.toThrow(/found: {4}1 of \d+ are NaN or infinite/);
  }
  expect(existsSync(join(out, 'checkpoints'))).toBe(false);
});

it('finite ones are saved', async () => {
  await save({});
  expect(existsSync(join(out, 'checkpoints/step-000007/optimizer.safetensors'))).toBe(true);
});
