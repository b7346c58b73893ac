import { defineAnalysis } from '../../analysis/define-analysis.js';
import { retainabilityTable } from './retainability-table.js';

/** The share of a gain that is left after the last encounter, by the published definition. */
export const retainability = defineAnalysis({
  name: 'retainability',
  scope: 'run',
  tables: { retainability: retainabilityTable },
  required: ['retainability'],
  run: async () => (await import('./run-retainability.js')).runRetainability,
});
