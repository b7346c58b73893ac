import { join } from 'node:path';
import type { StageContext, TrainSpec } from '@lethe/contracts';
import type { ModelConfig } from '@lethe/model';
import type { CompiledModule } from '@lethe/runtime';
import { checkFinite } from './check-finite.js';
import { checkpointDirectory } from './checkpoints/checkpoint-schedule.js';
import { saveParameters } from './checkpoints/save-parameters.js';
import type { TrainingData } from './data/open-training-data.js';
import { readTrainingBatches } from './data/read-training-batches.js';
import type { StepObserver } from './observers/step-observer.js';
import { learningRateAt } from './optimizer/learning-rate.js';
import { createMemoryWatch } from './progress/memory-watch.js';
import { createProgressReporter } from './progress/progress-reporter.js';
import { createStepsWriter } from './progress/steps-writer.js';
import type { TrainStep } from './step/train-step.js';

const MEMORY_CHECK_EVERY = 500;

export interface Training {
  data: TrainingData;
  config: ModelConfig;
  train: Pick<TrainSpec, 'optimizer' | 'schedule'>;
  trainStep: Pick<TrainStep, 'run'>;
  /** Holds the parameters, and the programs and state of the step. */
  module: CompiledModule;
  observers: Pick<StepObserver, 'afterStep'>;
  /** Numbers of updates after which weights are saved. */
  checkpoints: ReadonlySet<number>;
}

/**
 * Runs every training step in order. After each it adds a row to the steps table, calls the observers with the
 * number of updates done, and saves a checkpoint where one is due. It stops between steps when it is aborted.
 * @throws LetheError when the loss or the gradient is no longer finite; Error when memory grows
 */
export async function trainLoop(training: Training, context: StageContext): Promise<void> {
  const { data, config, train, trainStep, module, observers, checkpoints } = training;
  const { steps, batchSize, sequences } = data;
  const tokensPerStep = batchSize * sequences.length;
  const memory = createMemoryWatch(() => countTensors(module));
  const rows = createStepsWriter(context.out);

  const afterUpdate = async (updates: number): Promise<void> => {
    await observers.afterStep(updates);
    if (checkpoints.has(updates)) {
      await saveParameters(module, config, join(context.out, checkpointDirectory(updates)));
    }
    if (isMemoryCheckDue(updates, steps)) memory.check(updates);
  };

  try {
    await afterUpdate(0);
    const progress = createProgressReporter(context.log, { steps, tokensPerStep });
    const start = performance.now();
    for await (const { step, tokens } of readTrainingBatches(data.directory, sequences, batchSize)) {
      context.signal.throwIfAborted();
      const learningRate = learningRateAt(train.schedule, train.optimizer.learningRate, step, steps);
      const { loss, gradNorm } = await trainStep.run(module, step, tokens, learningRate);
      rows.add({
        step,
        tokens: (step + 1) * tokensPerStep,
        loss,
        learning_rate: learningRate,
        grad_norm: gradNorm,
        seconds: (performance.now() - start) / 1000,
      });
      checkFinite(step, { loss, gradNorm }, learningRate);
      await afterUpdate(step + 1);
      progress.update(step + 1, loss);
    }
  } finally {
    rows.close();
  }
}

/** The first check comes after the first update: until then backends still bring state to their device. */
function isMemoryCheckDue(updates: number, steps: number): boolean {
  return updates === 1 || updates === steps || (updates > 0 && updates % MEMORY_CHECK_EVERY === 0);
}

/** Counts that stay the same from one step to the next unless a tensor leaks. */
function countTensors(module: CompiledModule): Record<string, number> {
  const { tensors, nativeTensors, stateBytes } = module.memory();
  const counts = { 'TensorFlow.js tensors': tensors, 'bytes of state': stateBytes };
  return nativeTensors === undefined ? counts : { ...counts, 'native tensors': nativeTensors };
}
