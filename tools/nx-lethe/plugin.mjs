// Committed as plain JavaScript: Nx loads it before anything is built.
import { loadBuilt } from './load-built.mjs';

export const name = 'nx-lethe';

export const createNodes = [
  'experiments/*/experiment.json',
  async (files, _options, context) => {
    const { createExperimentNodes } = await loadBuilt();
    return createExperimentNodes(files, context.workspaceRoot);
  },
];
