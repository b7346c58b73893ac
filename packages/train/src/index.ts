export { checkpointDirectory } from './checkpoints/checkpoint-schedule.js';
export { OPTIMIZER_FILE, openOptimizer, type SavedOptimizer } from './checkpoints/optimizer-file.js';
export { type SaveOptions, saveParameters } from './checkpoints/save-parameters.js';
export { openTrainingData, type TrainingData } from './data/open-training-data.js';
export type { Sequences } from './data/read-sequences.js';
export { readTrainingBatches, type TrainingBatch } from './data/read-training-batches.js';
export { readVocabularySize } from './data/vocabulary-size.js';
export { loadObservers } from './observers/load-observers.js';
export type {
  ObserverContext,
  ObserverModule,
  ObserverRun,
  StepObserver,
} from './observers/step-observer.js';
export type { Optimizer, OptimizerEntry } from './optimizers/optimizer.js';
export { createOptimizer } from './optimizers/optimizers.js';
export { runTrain, type TrainOptions } from './run-train.js';
export { type LearningRate, withFinalDecay, withWarmUp } from './schedules/learning-rate.js';
export { learningRates } from './schedules/schedules.js';
export { clipFactor, globalNorm } from './step/gradients.js';
export { nextTokenLoss } from './step/next-token-loss.js';
export {
  createTrainStep,
  type StepBatch,
  type StepResult,
  type StepShape,
  type TrainStep,
} from './step/train-step.js';
export { createEventWriter, type EventWriter, TENSORBOARD_DIRECTORY } from './tensorboard/event-writer.js';
export { type Training, trainLoop } from './train-loop.js';
