import type { StageContract } from '../stage/stages.js';
import { checkSteps } from './check-steps.js';
import {
  backgroundEncounters,
  clusters,
  corpus,
  evaluationCorpus,
  evaluationSequences,
  facts,
  order,
  passages,
  plannedInjections,
  probes,
  sequences,
} from './data-tables.js';
import { answers, evaluation, steps, trace } from './train-tables.js';

/** Facts, probes, token sequences and the order in which training sees them. */
export const dataContract = {
  name: 'data',
  reads: [],
  required: [facts, probes, sequences, order],
  optional: [
    corpus,
    clusters,
    evaluationCorpus,
    evaluationSequences,
    passages,
    plannedInjections,
    backgroundEncounters,
  ],
} as const satisfies StageContract;

/** A training, observed step by step. */
export const trainContract = {
  name: 'train',
  reads: ['data'],
  required: [steps],
  optional: [trace, evaluation],
  check: checkSteps,
} as const satisfies StageContract;

/** Measurements of the saved models; @lethe/probe may write more tables than these. */
export const probeContract = {
  name: 'probe',
  reads: ['data', 'train'],
  required: [trace, answers],
  optional: [],
} as const satisfies StageContract;
