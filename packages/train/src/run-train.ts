import { counted, LetheError, RESUME_DIRECTORY, type StageContext, type StageResult } from '@lethe/contracts';
import {
  fastestMode,
  type LazyWeights,
  type ModelConfig,
  parameterCount,
  type Weights,
  withLora,
} from '@lethe/model';
import type { ModelSpec } from '@lethe/model/declaration';
import {
  type Backend,
  type BackendName,
  backendRemarks,
  type CompiledModule,
  compile,
  openBackend,
  type Program,
} from '@lethe/runtime';
import { checkpointSchedule } from './checkpoints/checkpoint-schedule.js';
import { openTrainingData, type TrainingData } from './data/open-training-data.js';
import { createEvaluator } from './evaluation/create-evaluator.js';
import { loadObservers } from './observers/load-observers.js';
import { observeTogether } from './observers/observe-together.js';
import { type Adapter, openAdapter } from './open-adapter.js';
import { openModel } from './open-model.js';
import { openEarlierOptimizer, summariseOrigin } from './origin.js';
import { prepareResume, type ResumePoint } from './resume/resume-point.js';
import { resumeSeconds } from './resume/resume-writer.js';
import { checkMicroBatches, createTrainStep } from './step/train-step.js';
import { trainLoop } from './train-loop.js';
import type { TrainSpec } from './train-options.js';

export interface TrainOptions {
  /** `model` is left out where `train.from` names a checkpoint. */
  config: { model?: ModelSpec | undefined; train: TrainSpec };
  /** Directory of the data stage. */
  data: string;
  /** Directory of the weights where `train.from` names a run of another experiment. */
  checkpoint?: string | undefined;
  /** `auto`, `tensorflow` or `wasm`; by default LETHE_BACKEND, else `auto`. */
  backend?: string;
  /** Directory from which the configuration names observers and checkpoints; by default the current one. */
  baseDirectory?: string;
  /** That of a member of a lockstep (`createLockstep`), to train several runs as one program. */
  compile?: typeof compile;
}

/**
 * The train stage: trains a model on the batches that the order table lists, and writes the steps table,
 * checkpoints and what the observers write.
 * @returns the backend that it ran on, and the observers' summaries by name, for the manifest
 * @throws LetheError for data or options that cannot be trained on, and when the loss is no longer finite;
 *   `context.signal.reason` when it is aborted
 */
export async function runTrain(options: TrainOptions, context: StageContext): Promise<StageResult> {
  const { train } = options.config;
  const { baseDirectory = process.cwd() } = options;
  const data = await openTrainingData(options.data);
  checkMicroBatches(train.microBatchSize, data.batchSize);
  const checkpoints = checkpointSchedule(train.checkpoints, data.steps);
  const evaluator = train.evaluation
    ? createEvaluator({
        evaluation: train.evaluation,
        documentMask: train.documentMask,
        rowsAtATime: train.microBatchSize ?? data.batchSize,
      })
    : undefined;
  const loaded = [
    ...(evaluator ? [evaluator] : []),
    ...(await loadObservers(train.observers, baseDirectory)),
  ];
  const observers = observeTogether(loaded);
  // openBackend rejects unknown names.
  const backend = await openBackend({
    backend: options.backend as BackendName | 'auto' | undefined,
    threads: train.threads ?? undefined,
  });
  const { vocabSize, sequences, steps, batchSize } = data;
  const { out, log, signal } = context;
  const start = openModel(options.config, data, { checkpoint: options.checkpoint, baseDirectory, log });
  const { config, weights: own } = start;
  const adapter = openAdapter(train, { config, weights: own }, options.data);
  const weights = adapter ? { ...own, ...lazily(adapter.weights) } : own;
  for (const line of describeTraining(config, data, backend)) log(line);

  const point = prepareResume(context, backend.name, loaded);
  const observed = {
    ...{ backend, config, data: options.data, out, steps, log, signal },
    ...{ vocabSize, sequenceLength: sequences.length },
  };
  const trainStep = createTrainStep(
    config,
    { ...train, adapter },
    {
      batchSize,
      time: sequences.length,
      weighted: sequences.lossSpans.length > 0,
    },
  );
  const earlier = openEarlierOptimizer(train, start, trainStep, log);
  const initial = { ...weights, ...trainStep.state, ...earlier.state };
  // Without values, so that these can be freed once they are on the backend.
  const shapes = Object.fromEntries(Object.entries(initial).map(([name, { shape }]) => [name, { shape }]));
  const programs = {
    ...trainStep.programs,
    ...adaptAll(await observers.programs(observed), config, adapter),
  };
  const tokens = 3 * steps * batchSize * sequences.length + observers.tokens();
  const module = await (options.compile ?? compile)({
    backend,
    mode: fastestMode(backend, config, { tokens, programs: Object.keys(programs).length }),
    state: point ? stateOf(point, initial) : initial,
    programs,
  });
  try {
    await warmUp(module, context);
    await observers.start({ ...observed, module, ...(point ? { resumeAt: point.observers } : {}) });
    const everySeconds = resumeSeconds(process.env);
    const resume = { everySeconds, backend: backend.name, shapes, point };
    const lora = adapter?.lora;
    await trainLoop(
      {
        data,
        config,
        lora,
        train,
        earlier: earlier.updates,
        trainStep,
        module,
        observers,
        evaluator,
        checkpoints,
        resume,
      },
      context,
    );
    await observers.finish();
  } catch (error) {
    observers.abort();
    throw error;
  } finally {
    await module.dispose();
    await sequences.tokens.close();
  }
  const from = summariseOrigin(train, start, earlier);
  const summary = { ...observers.summary(), ...(from && { from }) };
  return { backend: backend.name, ...(Object.keys(summary).length > 0 && { summary }) };
}

/** The weights of an adapter in the form of a model's, which are read when they are asked for. */
function lazily(weights: Weights): LazyWeights {
  const entries = Object.entries(weights).map(([name, weight]) => [
    name,
    { ...weight, values: () => weight.values },
  ]);
  return Object.fromEntries(entries) as LazyWeights;
}

/** The state of a resume point. @throws LetheError when it is not that of this training */
function stateOf(point: ResumePoint, initial: Record<string, unknown>): ResumePoint['state'] {
  const names = (state: object): string => Object.keys(state).sort().join(', ');
  if (names(point.state) === names(initial)) return point.state;
  throw new LetheError({
    what: 'the resume point belongs to another training',
    where: RESUME_DIRECTORY,
    next: 'start over: run the stage with --force',
  });
}

/** Lets programs of observers read the parameters with the adapter applied, where one is trained. */
function adaptAll(
  programs: Record<string, Program>,
  config: ModelConfig,
  adapter: Adapter | undefined,
): Record<string, Program> {
  if (!adapter) return programs;
  const { lora } = adapter;
  const adapted = ({ inputs, run }: Program): Program => ({
    inputs,
    run: (state, values) => run(withLora(state, config, lora), values),
  });
  return Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, adapted(program)]));
}

/** Lets graphs be made and compiled before the clock of the training starts. Eager programs need no warm-up. */
async function warmUp(module: CompiledModule, { log, signal }: StageContext): Promise<void> {
  signal.throwIfAborted();
  if (module.mode === 'eager') return;
  const seconds = Object.values(await module.warmUp());
  const total = module.prepareSeconds + seconds.reduce((sum, value) => sum + value, 0);
  const done = module.mode === 'graph' ? 'recorded' : 'compiled';
  log(`${done} ${counted(seconds.length, 'program')} in ${total.toFixed(1)} s`);
}

function describeTraining(config: ModelConfig, data: TrainingData, backend: Backend): string[] {
  const millions = (parameterCount(config) / 1e6).toFixed(2);
  const { device, threads } = backend.description;
  const shape = `${counted(data.steps, 'step')} of ${counted(data.batchSize, 'row')} of ${counted(data.sequences.length, 'token')}`;
  return [
    ...backendRemarks(backend),
    `${config.architecture}, ${counted(config.layers, 'layer')} of width ${config.width}, ${millions} M parameters; ` +
      `${shape}, ${counted(data.injectedRows, 'row')} with injected texts; ` +
      `${backend.name} on ${device}, ${counted(threads, 'thread')}`,
  ];
}
