import type { TableDefinition } from '../arrow/define-table.js';
import { effects, findings, fitDetails, fits, fitVerdicts, retainability } from './analyze-tables.js';
import { clusters, copies, corpus, facts, order, probes, sequences } from './data-tables.js';
import { answers, steps, trace } from './train-tables.js';

/** Every table of the contract, by name. */
export const tables = {
  corpus,
  clusters,
  copies,
  facts,
  probes,
  sequences,
  order,
  steps,
  trace,
  answers,
  effects,
  retainability,
  fits,
  fit_details: fitDetails,
  fit_verdicts: fitVerdicts,
  findings,
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof tables;
