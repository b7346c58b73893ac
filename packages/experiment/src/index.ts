export { type ExperimentSpec, experimentJsonSchema, experimentSpec } from './experiment.js';
export { checkOrigins, findOrigin, type Origin, originTasks } from './find-origin.js';
export { implementingPackages, type OutsideMention, outsideMentions } from './outside-mentions.js';
export { type Experiment, parseSpec, readExperiment } from './parse-experiment.js';
export {
  type ExperimentPlan,
  findTask,
  findTasks,
  originOf,
  planExperiment,
  type Run,
  type StageTask,
} from './plan-experiment.js';
export { stages, tables } from './stages.js';
export { type SweepAxis, sweepSpec } from './sweep-axes.js';
