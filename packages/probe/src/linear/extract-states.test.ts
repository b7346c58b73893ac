import { hiddenStates } from '@lethe/model';
import { compile, openBackend } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { tinyConfig, tinyWeights } from '../testing/tiny-model.js';
import { extractStates } from './extract-states.js';

it('gives the last state of each prompt by itself, of long ones without their beginning', async () => {
  const backend = await openBackend({ backend: 'wasm' });
  const weights = tinyWeights(2);
  const prompts = [3, 50, 17, 9].map((length) => Array.from({ length }, (_, i) => (7 * i + length) % 23));
  const states = await extractStates({ backend, config: tinyConfig, weights, prompts });
  for (const [i, prompt] of prompts.entries()) {
    const row = prompt.slice(-tinyConfig.contextLength);
    const module = await compile({
      backend,
      state: weights,
      programs: {
        hidden: {
          inputs: { tokens: { shape: [1, row.length], dtype: 'int32' } },
          run: (params, { tokens }) => ({
            outputs: { hidden: hiddenStates(params, tokens as Tensor2D, tinyConfig) },
          }),
        },
      },
    });
    const { hidden } = await module.run('hidden', { tokens: Int32Array.from(row) });
    await module.dispose();
    const last = hidden!.slice(-tinyConfig.width);
    states.subarray(i * tinyConfig.width, (i + 1) * tinyConfig.width).forEach((value, k) => {
      expect(value).toBeCloseTo(last[k]!, 4);
    });
  }
});
