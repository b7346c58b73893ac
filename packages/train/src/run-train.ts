import type { ModelSpec, StageContext, TrainSpec } from '@lethe/contracts';
import { initWeights, type ModelConfig, modelConfigFromSpec, parameterCount } from '@lethe/model';
import { type Backend, type BackendName, type CompiledModule, compile, openBackend } from '@lethe/runtime';
import { checkpointSchedule } from './checkpoints/checkpoint-schedule.js';
import { openTrainingData, type TrainingData } from './data/open-training-data.js';
import { loadObservers } from './observers/load-observers.js';
import { observeTogether } from './observers/observe-together.js';
import { checkMicroBatches } from './step/check-micro-batches.js';
import { createTrainStep } from './step/train-step.js';
import { trainLoop } from './train-loop.js';

export interface TrainOptions {
  config: { model: ModelSpec; train: TrainSpec };
  /** Directory of the data stage. */
  data: string;
  /** `auto`, `tensorflow` or `wasm`; where absent, LETHE_BACKEND, else `auto`. */
  backend?: string;
}

/**
 * The train stage: trains a model on the batches that the order table lists, and writes the steps table,
 * checkpoints and what the observers write.
 * @returns the backend that it ran on
 * @throws LetheError for data or options that cannot be trained on, and when the loss is no longer finite;
 *   `context.signal.reason` when it is aborted
 */
export async function runTrain(options: TrainOptions, context: StageContext): Promise<{ backend: string }> {
  const { model, train } = options.config;
  const data = await openTrainingData(options.data);
  checkMicroBatches(train.microBatchSize, data.batchSize);
  const checkpoints = checkpointSchedule(train.checkpoints, data.steps);
  const observers = observeTogether(await loadObservers(train.observers));
  // openBackend says which names there are.
  const backend = await openBackend({ backend: options.backend as BackendName | 'auto' | undefined });
  const { vocabSize, sequences, steps, batchSize } = data;
  const config = modelConfigFromSpec(model, { vocabSize, contextLength: sequences.length });
  for (const line of describeTraining(config, data, backend)) context.log(line);

  const { out, log, signal } = context;
  const observed = { backend, config, data: options.data, out, steps, log, signal };
  const weights = initWeights(config, train.seed);
  const trainStep = createTrainStep(config, train, { batchSize, time: sequences.length });
  const module = await compile({
    backend,
    state: { ...weights, ...trainStep.state },
    programs: { ...trainStep.programs, ...(await observers.programs(observed)) },
  });
  try {
    await warmUp(module, context);
    await observers.start({ ...observed, module });
    await trainLoop({ data, config, train, trainStep, module, observers, checkpoints }, context);
    await observers.finish();
  } catch (error) {
    observers.abort();
    throw error;
  } finally {
    await module.dispose();
  }
  return { backend: backend.name };
}

/** Lets XLA compile before the clock of the training starts. Programs that run eagerly need no warming up. */
async function warmUp(module: CompiledModule, { log, signal }: StageContext): Promise<void> {
  signal.throwIfAborted();
  if (module.mode === 'eager') return;
  const seconds = Object.values(await module.warmUp());
  const total = module.prepareSeconds + seconds.reduce((sum, value) => sum + value, 0);
  log(`compiled ${seconds.length} programs in ${total.toFixed(1)} s`);
}

function describeTraining(config: ModelConfig, data: TrainingData, backend: Backend): string[] {
  const millions = (parameterCount(config) / 1e6).toFixed(2);
  const { device, threads, notes } = backend.description;
  const shape = `${data.steps} steps of ${data.batchSize} rows of ${data.sequences.length} tokens`;
  return [
    ...backend.refused.map(({ name, reason }) => `backend ${name} is not used: ${reason}`),
    ...notes,
    `${config.architecture}, ${config.layers} layers of width ${config.width}, ${millions} M parameters; ` +
      `${shape}, ${data.injectedRows} rows with injected texts; ` +
      `${backend.name} on ${device}, ${threads} thread${threads === 1 ? '' : 's'}`,
  ];
}
