export { checkpointDirectory } from './checkpoints/checkpoint-schedule.js';
export { saveParameters } from './checkpoints/save-parameters.js';
export { openTrainingData, type TrainingData } from './data/open-training-data.js';
export type { Sequences } from './data/read-sequences.js';
export { readTrainingBatches, type TrainingBatch } from './data/read-training-batches.js';
export { readVocabularySize } from './data/vocabulary-size.js';
export { nextTokenLoss } from './next-token-loss.js';
export { loadObservers } from './observers/load-observers.js';
export type {
  ObserverContext,
  ObserverModule,
  ObserverRun,
  StepObserver,
} from './observers/step-observer.js';
export { type AdamwScalars, adamwState, adamwUpdate, biasCorrections } from './optimizer/adamw.js';
export { clipFactor, globalNorm } from './optimizer/clip-by-global-norm.js';
export { learningRateAt } from './optimizer/learning-rate.js';
export { runTrain, type TrainOptions } from './run-train.js';
export { type Training, trainLoop } from './train-loop.js';
export { TRAIN_STEP, trainStepProgram } from './train-step.js';
