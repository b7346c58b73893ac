import { createRandom } from '@lethe/contracts';
import { initWeights, modelConfigFromSpec } from '@lethe/model';
import { modelSpec } from '@lethe/model/declaration';
import type { Backend, CompiledModule, CompileMode, CompileOptions } from '@lethe/runtime';
import { createTrainStep } from '@lethe/train';
import { trainSpec } from '@lethe/train/declaration';

/** What each of many runs trains. */
export interface RunShape {
  model: object;
  vocabSize: number;
  batchSize: number;
  /** Tokens of a row. */
  time: number;
}

/** Models of the shipped experiments, and their batches. */
export const manyRunsShapes = {
  /** Fine-tuning on 16 questions in the symbolic world. */
  questions: {
    model: { architecture: 'one-layer', mlpWidth: 256 },
    ...{ vocabSize: 322, batchSize: 16, time: 3 },
  },
  /** Pretraining there, every fact told in two templates. */
  world: { model: { architecture: 'one-layer', mlpWidth: 256 }, vocabSize: 322, batchSize: 256, time: 3 },
  quickstart: {
    model: { architecture: 'gpt2', layers: 2, heads: 4, width: 64 },
    ...{ vocabSize: 1024, batchSize: 4, time: 128 },
  },
} as const satisfies Record<string, RunShape>;

export const shapeNames = Object.keys(manyRunsShapes) as (keyof typeof manyRunsShapes)[];

/** A training that can go on. */
export interface Run {
  /** @returns the losses of the steps */
  train(steps: number): Promise<number[]>;
  dispose(): Promise<void>;
}

const LEARNING_RATE = 1e-3;

/** Opens run number `seed`, whose weights and rows are its own. */
export async function openRun(
  { model, vocabSize, batchSize, time }: RunShape,
  seed: number,
  program: {
    backend: Backend;
    mode: CompileMode;
    compile: (options: CompileOptions) => Promise<CompiledModule>;
  },
): Promise<Run> {
  const { backend, mode, compile } = program;
  const config = modelConfigFromSpec(modelSpec.parse(model), { vocabSize, contextLength: time });
  const train = trainSpec.parse({ optimizer: { learningRate: LEARNING_RATE } });
  const step = createTrainStep(config, train, { batchSize, time, weighted: false });
  const module = await compile({
    ...{ backend, mode, programs: step.programs },
    state: { ...initWeights(config, seed), ...step.state },
  });
  const random = createRandom(seed, 'bench many-runs');
  const rows = Array.from({ length: 8 }, () =>
    Int32Array.from({ length: batchSize * time }, () => random.int(vocabSize)),
  );
  let done = 0;
  return {
    async train(steps) {
      const losses: number[] = [];
      for (let i = 0; i < steps; i++, done++) {
        const batch = { tokens: rows[done % rows.length]! };
        losses.push((await step.run(module, done, batch, LEARNING_RATE)).loss);
      }
      return losses;
    },
    dispose: () => module.dispose(),
  };
}
