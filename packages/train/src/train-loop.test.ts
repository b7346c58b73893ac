import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readRows, steps } from '@lethe/contracts';
import { initWeights, type ModelConfig } from '@lethe/model';
import {
  type BackendName,
  type CompiledModule,
  type CompileMode,
  collectGarbage,
  compile,
  findNativeLibrary,
  openBackend,
} from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTrainingData } from './data/open-training-data.js';
import { createTrainStep } from './step/train-step.js';
import { writeTinyData } from './testing/tiny-data.js';
import { tinyContext } from './testing/tiny-training.js';
import { trainLoop } from './train-loop.js';
import { trainSpec } from './train-options.js';

let parent: string;
let data: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-loop-'));
  data = join(parent, 'data');
  mkdirSync(data);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const config: ModelConfig = {
  architecture: 'gpt2',
  vocabSize: 16,
  contextLength: 8,
  layers: 1,
  heads: 2,
  width: 8,
  mlpWidth: 16,
  layerNormEpsilon: 1e-5,
  tied: true,
};
const train = trainSpec.parse({ optimizer: { learningRate: 0.01 } });

interface Options {
  backend: BackendName;
  mode?: CompileMode;
  afterStep?: (updates: number, module: CompiledModule) => void | Promise<void>;
}

/** Trains on the data directory; returns the losses. */
async function trainTiny({ backend, mode, afterStep }: Options): Promise<number[]> {
  const opened = await openTrainingData(data);
  const weights = initWeights(config, 1);
  const trainStep = createTrainStep(config, train, { batchSize: opened.batchSize, time: 8 });
  const module = await compile({
    backend: await openBackend({ backend }),
    state: { ...weights, ...trainStep.state },
    programs: trainStep.programs,
    mode,
  });
  const context = tinyContext(parent, `${backend}-${mode}`);
  const observers = { afterStep: async (updates: number) => afterStep?.(updates, module) };
  const parts = { data: opened, config, train, trainStep, module, observers, checkpoints: new Set<number>() };
  await trainLoop(parts, context);
  await module.dispose();
  return (await readRows(context.out, steps)).map(({ loss }) => loss);
}

const largestDifference = (a: number[], b: number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

describe.skipIf(!findNativeLibrary().found)('compiled training', () => {
  it('has the losses of eager training on both backends over 50 steps', { timeout: 180_000 }, async () => {
    writeTinyData(data, { steps: 50, batchSize: 2, sequenceLength: 8, vocabSize: 16 });
    const eager = await trainTiny({ backend: 'tensorflow', mode: 'eager' });
    const compiled = await trainTiny({ backend: 'tensorflow', mode: 'compiled' });
    const wasm = await trainTiny({ backend: 'wasm', mode: 'eager' });
    expect(compiled).toHaveLength(50);
    expect(compiled[49]! - compiled[0]!).toBeLessThan(-0.2);
    expect(largestDifference(eager, compiled)).toBeLessThan(1e-5);
    expect(largestDifference(eager, wasm)).toBeLessThan(1e-5);
  });
});

describeBackends('2,000 steps', (backend, mode) => {
  it('leave no tensor behind', { timeout: 300_000 }, async () => {
    writeTinyData(data, { steps: 2000, batchSize: 2, sequenceLength: 8, vocabSize: 16 });
    const counts = new Map<number, ReturnType<CompiledModule['memory']> & { rss: number }>();
    const losses = await trainTiny({
      backend,
      afterStep: async (updates, module) => {
        if (updates % 100 !== 0) return;
        // What JavaScript has not yet collected moves by tens of megabytes.
        if (updates === 500 || updates === 2000) {
          collectGarbage();
          await setTimeout(50);
        }
        counts.set(updates, { ...module.memory(), rss: process.memoryUsage().rss });
      },
    });
    expect(losses).toHaveLength(2000);
    const [early, late] = [counts.get(100)!, counts.get(2000)!];
    expect(late.tensors).toBe(early.tensors);
    expect(late.nativeTensors).toBe(early.nativeTensors);
    expect(late.stateBytes).toBe(early.stateBytes);
    // A leak of the state at every update would be 40 MiB.
    expect(late.rss - counts.get(500)!.rss).toBeLessThan(32 * 2 ** 20);
  });

  it.each([
    [600, 500],
    [20, 20],
  ])('that leak are stopped: of %i at update %i', async (steps, stoppedAt) => {
    writeTinyData(data, { steps, batchSize: 2, sequenceLength: 8, vocabSize: 16 });
    const { tf } = await openBackend({ backend });
    const leaked: { dispose(): void }[] = [];
    const leaking = trainTiny({ backend, mode, afterStep: () => void leaked.push(tf.zeros([1])) });
    await expect(leaking).rejects.toThrow(
      new RegExp(`memory grows while training: TensorFlow.js tensors was .* after update ${stoppedAt}$`),
    );
    for (const tensor of leaked) tensor.dispose();
  });
});
