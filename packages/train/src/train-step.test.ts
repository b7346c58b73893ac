import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TrainSpec } from '@lethe/contracts';
import { loadCheckpoint, readSafetensors } from '@lethe/model';
import { compile, openBackend } from '@lethe/runtime';
import { expect, it } from 'vitest';
import { adamwState, biasCorrections } from './optimizer/adamw.js';
import { learningRateAt } from './optimizer/learning-rate.js';
import { describeBackends } from './testing/backend-tests.js';
import { trainStepProgram } from './train-step.js';

const fixture = fileURLToPath(new URL('../fixtures/tiny-training', import.meta.url));
const golden = JSON.parse(readFileSync(`${fixture}/golden.json`, 'utf8')) as {
  train: TrainSpec;
  tokens: number[][];
  loss: number[];
  gradNorm: number[];
  learningRate: number[];
};

describeBackends('the training step', (name, mode) => {
  it('takes the steps of PyTorch: loss, gradient norm, clipping, AdamW, schedule', async () => {
    const { config, weights } = loadCheckpoint(fixture);
    const { optimizer, schedule, clipNorm } = golden.train;
    // The golden steps are of both kinds.
    expect(new Set(golden.gradNorm.map((norm) => norm > clipNorm!))).toEqual(new Set([true, false]));
    const module = await compile({
      backend: await openBackend({ backend: name }),
      state: { ...weights, ...adamwState(weights) },
      programs: { step: trainStepProgram(config, golden.train, { batchSize: 3, time: 8 }) },
      // Compiled and uncompiled graphs are compared in train-loop.test.ts; this one starts sooner.
      mode,
    });
    for (const [step, tokens] of golden.tokens.entries()) {
      const rate = learningRateAt(schedule, optimizer.learningRate, step, golden.tokens.length);
      expect(rate).toBeCloseTo(golden.learningRate[step]!, 12);
      const [first, second] = biasCorrections(optimizer, step);
      const { loss, gradNorm } = await module.run('step', {
        tokens: Int32Array.from(tokens),
        learningRate: Float32Array.of(rate),
        biasCorrection1: Float32Array.of(first),
        biasCorrection2: Float32Array.of(second),
      });
      expect(Math.abs(loss![0]! - golden.loss[step]!)).toBeLessThan(2e-5);
      expect(Math.abs(gradNorm![0]! - golden.gradNorm[step]!)).toBeLessThan(1e-4);
    }
    const after = readSafetensors(`${fixture}/after.safetensors`).weights;
    const state = await module.readState(Object.keys(after));
    for (const [parameter, { values }] of Object.entries(after)) {
      const ours = state[parameter]!;
      const difference = Math.max(...values.map((value, i) => Math.abs(value - ours[i]!)));
      expect(difference, parameter).toBeLessThan(2e-5);
    }
    await module.dispose();
  });
});
