import { type StageDeclaration, trainContract } from '@lethe/contracts';
import { trainSpec } from './options/train.js';

export { type CheckpointsSpec, checkpointsSpec } from './options/checkpoints.js';
export { type OptimizerSpec, optimizerSpec } from './options/optimizer.js';
export { type TrainOrigin, type TrainSpec, trainSpec } from './options/train.js';
export { type ScheduleSpec, scheduleSpec } from './schedules/schedules.js';

/** Trains the model on the order of the data stage. */
export const trainStage = {
  ...trainContract,
  description: 'train the model on the rows, in that order',
  options: trainSpec,
  sections: ['model', 'train'],
  usesBackend: true,
} as const satisfies StageDeclaration;
