export { checkExperiment } from './check-experiment.js';
export { createExperimentNodes } from './create-experiment-nodes.js';
export { generateExperiment } from './generate-experiment.js';
