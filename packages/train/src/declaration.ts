import { type StageDeclaration, trainContract } from '@lethe/contracts';
import { trainSpec } from './train-options.js';

export {
  type CheckpointsSpec,
  checkpointDirectory,
  checkpointsSpec,
  holdsOptimizer,
  updatesOfDirectory,
} from './checkpoints/checkpoint-schedule.js';
export { type OptimizerSpec, optimizerSpec } from './optimizers/optimizers.js';
export { type ScheduleSpec, scheduleSpec } from './schedules/schedules.js';
export { type TrainOrigin, type TrainSpec, trainSpec } from './train-options.js';

/** Trains the model on the order of the data stage. */
export const trainStage = {
  ...trainContract,
  description: 'train the model on the rows, in that order',
  options: trainSpec,
  sections: ['model', 'train'],
  usesBackend: true,
} as const satisfies StageDeclaration;
