import { defineAnalysis } from '../../analysis/define-analysis.js';
import { effectsTable } from './effects-table.js';

/** What every encounter did to every probe of its fact. */
export const encounters = defineAnalysis({
  name: 'encounters',
  scope: 'run',
  tables: { effects: effectsTable },
  required: ['effects'],
  run: async () => (await import('./run-encounters.js')).runEncounters,
});
