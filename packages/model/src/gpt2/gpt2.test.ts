import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, openBackend, type Program } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { forward } from '../architectures.js';
import { loadCheckpoint } from '../checkpoint/load-checkpoint.js';
import { describeBackends } from '../testing/backend-tests.js';

const fixture = fileURLToPath(new URL('../../fixtures/tiny-gpt2', import.meta.url));
const golden = JSON.parse(readFileSync(`${fixture}/golden.json`, 'utf8')) as {
  tokens: number[][];
  loss: number;
  logits: number[][][];
};

describeBackends('gpt2', (name, mode) => {
  it('gives the logits of transformers', async () => {
    const { config, weights } = loadCheckpoint(fixture);
    const logits = {
      inputs: { tokens: { shape: [2, 11], dtype: 'int32' } },
      run: (params, { tokens }) => ({ outputs: { logits: forward(params, tokens as Tensor2D, config) } }),
    } satisfies Program;
    const backend = await openBackend({ backend: name });
    const module = await compile({ backend, state: weights, programs: { logits }, mode });
    const outputs = await module.run('logits', { tokens: Int32Array.from(golden.tokens.flat()) });
    const expected = golden.logits.flat(2);
    expect(outputs.logits).toHaveLength(expected.length);
    const difference = Math.max(...expected.map((value, i) => Math.abs(value - outputs.logits![i]!)));
    expect(difference).toBeLessThan(1e-4);
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(1);
    await module.dispose();
  });
});
