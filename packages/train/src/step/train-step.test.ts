import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { initWeights, loadCheckpoint, modelConfigFromSpec, readSafetensors } from '@lethe/model';
import { compile, openBackend, type Values } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import { describe, expect, it } from 'vitest';
import { learningRates } from '../schedules/schedules.js';
import { type TrainSpec, trainSpec } from '../train-options.js';
import { checkMicroBatches, createTrainStep, type StepResult } from './train-step.js';

interface Golden {
  train: TrainSpec;
  tokens: number[][];
  loss: number[];
  gradNorm: number[];
  learningRate: number[];
}

const fixture = fileURLToPath(new URL('../../fixtures/tiny-training', import.meta.url));
const readGolden = (name: string) => JSON.parse(readFileSync(`${fixture}/${name}.json`, 'utf8')) as Golden;

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));

describeBackends('the training step', (name, mode) => {
  /** Takes the golden steps; returns what each said, and the parameters after them. */
  async function takeSteps(
    golden: Golden,
    microBatchSize: number | null,
  ): Promise<{ results: StepResult[]; after: Record<string, Values> }> {
    const { config, weights } = loadCheckpoint(fixture);
    const { optimizer, schedule } = golden.train;
    const rateOf = learningRates(schedule, { peak: optimizer.learningRate, steps: golden.tokens.length });
    const trainStep = createTrainStep(config, { ...golden.train, microBatchSize }, { batchSize: 3, time: 8 });
    const module = await compile({
      backend: await openBackend({ backend: name }),
      state: { ...weights, ...trainStep.state },
      programs: trainStep.programs,
      // Compiled and uncompiled graphs are compared in train-loop.test.ts; this one starts sooner.
      mode,
    });
    const results: StepResult[] = [];
    for (const [step, tokens] of golden.tokens.entries()) {
      const rate = rateOf(step);
      expect(rate).toBeCloseTo(golden.learningRate[step]!, 12);
      results.push(await trainStep.run(module, step, { tokens: Int32Array.from(tokens) }, rate));
    }
    const after = await module.readState(Object.keys(weights));
    await module.dispose();
    return { results, after };
  }

  it.each(['adamw', 'sgd'])(
    'takes the steps of PyTorch: loss, norm, clipping, %s, schedule',
    async (file) => {
      const golden = readGolden(file);
      // The golden steps are of both kinds.
      const isClipped = golden.gradNorm.map((norm) => norm > golden.train.clipNorm!);
      expect(new Set(isClipped)).toEqual(new Set([true, false]));
      const { results, after } = await takeSteps(golden, null);
      expect(largestDifference(results.map(({ loss }) => loss), golden.loss)).toBeLessThan(2e-5); // biome-ignore format: one line
      expect(largestDifference(results.map(({ gradNorm }) => gradNorm), golden.gradNorm)).toBeLessThan(1e-4); // biome-ignore format: one line
      const expected = readSafetensors(`${fixture}/after-${file}.safetensors`).weights;
      for (const [parameter, { values }] of Object.entries(expected)) {
        expect(largestDifference(values, after[parameter]!), parameter).toBeLessThan(2e-5);
      }
    },
  );

  it('accumulates micro-batches to the numbers of the whole batch', async () => {
    const golden = readGolden('adamw');
    const whole = await takeSteps(golden, null);
    const parts = await takeSteps(golden, 1);
    for (const [step, { loss, gradNorm }] of parts.results.entries()) {
      expect(Math.abs(loss - whole.results[step]!.loss)).toBeLessThan(1e-5);
      expect(Math.abs(gradNorm - whole.results[step]!.gradNorm)).toBeLessThan(1e-5);
    }
    for (const [parameter, values] of Object.entries(whole.after)) {
      expect(largestDifference(values, parts.after[parameter]!), parameter).toBeLessThan(1e-5);
    }
  });

  it('counts the tokens that have weights alone, micro-batches to the numbers of the whole batch', async () => {
    const { config, weights } = loadCheckpoint(fixture);
    const golden = readGolden('sgd');
    const takeStep = async (train: Partial<TrainSpec>, tokens: Int32Array, shares?: Float32Array) => {
      const shape = { batchSize: tokens.length / 8, time: 8, weighted: shares !== undefined };
      const trainStep = createTrainStep(config, { ...golden.train, ...train }, shape);
      const state = { ...weights, ...trainStep.state };
      const backend = await openBackend({ backend: name });
      const module = await compile({ backend, state, programs: trainStep.programs, mode });
      const batch = { tokens, ...(shares ? { weights: shares } : {}) };
      const result = await trainStep.run(module, 0, batch, 0.1);
      const after = await module.readState(Object.keys(weights));
      await module.dispose();
      return { ...result, after };
    };
    const tokens = Int32Array.from(golden.tokens[0]!);
    const row = tokens.slice(8, 16);
    const alone = await takeStep({}, row);
    // The second row alone counts, and the batch is as if it were alone.
    const shares = Float32Array.from({ length: 21 }, (_, i) => (i >= 7 && i < 14 ? 1 / 7 : 0));
    for (const microBatchSize of [null, 1]) {
      const counted = await takeStep({ microBatchSize }, tokens, shares);
      expect(Math.abs(counted.loss - alone.loss)).toBeLessThan(1e-5);
      expect(Math.abs(counted.gradNorm - alone.gradNorm)).toBeLessThan(1e-5);
      for (const [parameter, values] of Object.entries(alone.after)) {
        expect(largestDifference(values, counted.after[parameter]!), parameter).toBeLessThan(1e-5);
      }
    }
    // Rows that count unequally many tokens: each token weighs the same.
    const three = Float32Array.from({ length: 21 }, (_, i) => ([0, 8, 9].includes(i) ? 1 / 3 : 0));
    const whole = await takeStep({ microBatchSize: null }, tokens, three);
    const parts = await takeStep({ microBatchSize: 1 }, tokens, three);
    expect(Math.abs(whole.loss - parts.loss)).toBeLessThan(1e-5);
    expect(Math.abs(whole.gradNorm - parts.gradNorm)).toBeLessThan(1e-5);
    const nothing = await takeStep({}, tokens, new Float32Array(21));
    expect([Math.abs(nothing.loss), nothing.gradNorm]).toEqual([0, 0]);
  });

  it.each([null, 1])('keeps attention within documents: micro-batches of %s', async (microBatchSize) => {
    const { config, weights } = loadCheckpoint(fixture);
    const train = { ...readGolden('sgd').train, documentMask: true, microBatchSize };
    const lossOf = async (tokens: number[], documents: number[]): Promise<number> => {
      const trainStep = createTrainStep(config, train, { batchSize: 2, time: 8 });
      const state = { ...weights, ...trainStep.state };
      const backend = await openBackend({ backend: name });
      const module = await compile({ backend, state, programs: trainStep.programs, mode });
      const batch = { tokens: Int32Array.from(tokens), documents: Int32Array.from(documents) };
      const { loss } = await trainStep.run(module, 0, batch, 0.1);
      await module.dispose();
      return loss;
    };
    const row = new Array<number>(8).fill(1);
    const [apart, together] = ['00001111', '00000000'].map((text) => Array.from(text, Number));
    const firsts = [
      [2, 3, 4, 5],
      [2, 9, 4, 5],
    ];
    /** By how much another first document changes the loss of the second one, in row 0. */
    const changes = async (documents: number[]): Promise<number> => {
      const difference = async (second: number[], mask: number[]): Promise<number> => {
        const losses = firsts.map((first) => lossOf([...first, ...second, ...row], [...mask, ...together!]));
        return (await losses[0]!) - (await losses[1]!);
      };
      // The other second document begins alike, so that what the first one predicts is the same.
      return Math.abs(
        (await difference([7, 8, 9, 10], documents)) - (await difference([7, 1, 1, 1], apart!)),
      );
    };
    expect(await changes(apart!)).toBeLessThan(1e-5);
    expect(await changes(together!)).toBeGreaterThan(1e-3);
  });

  it('leaves frozen parameters as they are', async () => {
    const config = modelConfigFromSpec(
      { architecture: 'one-layer', layers: 1, heads: 1, width: 4, embeddings: 'frozen', mlpWidth: 6 },
      { vocabSize: 5, contextLength: 3 },
    );
    const weights = initWeights(config, 1);
    const train = trainSpec.parse({ optimizer: { learningRate: 0.1 } });
    const trainStep = createTrainStep(config, train, { batchSize: 2, time: 3 });
    expect(trainStep.trained).not.toContain('embed.weight');
    const module = await compile({
      backend: await openBackend({ backend: name }),
      state: { ...weights, ...trainStep.state },
      programs: trainStep.programs,
      mode,
    });
    for (let step = 0; step < 3; step++)
      await trainStep.run(module, step, { tokens: Int32Array.of(0, 1, 2, 3, 4, 0) }, 0.1);
    const after = await module.readState(Object.keys(weights));
    await module.dispose();
    expect(after['embed.weight']).toEqual(weights['embed.weight']!.values);
    for (const parameter of trainStep.trained) {
      expect(largestDifference(after[parameter]!, weights[parameter]!.values), parameter).toBeGreaterThan(
        0.01,
      );
    }
  });
});

describe('micro-batches', () => {
  it('that do not fill the batch are refused', () => {
    expect(() => checkMicroBatches(3, 8)).toThrow(/a divisor of 8[\s\S]*found: +3/);
    expect(() => checkMicroBatches(4, 8)).not.toThrow();
    expect(() => checkMicroBatches(null, 8)).not.toThrow();
  });
});
