import type { TableName } from '../tables/tables.js';

/** The stages, in the order in which data flows. */
export const stageNames = ['data', 'train', 'probe', 'analyze'] as const;
export type StageName = (typeof stageNames)[number];

export interface StageContract {
  /** Stages whose directories it reads. */
  reads: readonly StageName[];
  /** Tables that it must write. */
  required: readonly TableName[];
  /** Tables that it may write. */
  optional: readonly TableName[];
}

/** What each stage reads and writes, whoever implements it. */
export const stageContracts: Record<StageName, StageContract> = {
  data: {
    reads: [],
    required: ['facts', 'probes', 'sequences', 'order'],
    optional: ['corpus', 'clusters', 'evaluation_corpus', 'evaluation_sequences', 'planned_injections'],
  },
  train: { reads: ['data'], required: ['steps'], optional: ['trace', 'evaluation'] },
  probe: {
    reads: ['data', 'train'],
    required: ['trace', 'answers'],
    optional: ['linear_probes', 'mechanism'],
  },
  analyze: {
    reads: ['data', 'train', 'probe'],
    required: ['effects', 'retainability', 'fits', 'findings'],
    optional: ['fit_details', 'fit_verdicts', 'traces', 'long_tail', 'extraction'],
  },
};
