import type { TableDefinition } from '../arrow/define-table.js';
import {
  effects,
  extraction,
  findings,
  fitDetails,
  fits,
  fitVerdicts,
  longTail,
  retainability,
  traces,
} from './analyze-tables.js';
import {
  clusters,
  copies,
  corpus,
  evaluationCorpus,
  evaluationSequences,
  facts,
  order,
  plannedInjections,
  probes,
  sequences,
} from './data-tables.js';
import { linearProbes, mechanism } from './probe-tables.js';
import { answers, evaluation, steps, trace } from './train-tables.js';

/** Every table of the contract, by name. */
export const tables = {
  corpus,
  clusters,
  copies,
  facts,
  probes,
  sequences,
  order,
  evaluation_corpus: evaluationCorpus,
  evaluation_sequences: evaluationSequences,
  planned_injections: plannedInjections,
  steps,
  evaluation,
  trace,
  answers,
  linear_probes: linearProbes,
  mechanism,
  effects,
  retainability,
  fits,
  fit_details: fitDetails,
  fit_verdicts: fitVerdicts,
  traces,
  long_tail: longTail,
  extraction,
  findings,
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof tables;
