import { defineAnalysis } from '../../analysis/define-analysis.js';
import { fitDetailsTable, fitsTable, fitVerdictsTable } from './fits-tables.js';

/** The laws of forgetting fitted to retainability, and which of them it is. */
export const fits = defineAnalysis({
  name: 'fits',
  scope: 'run',
  tables: { fits: fitsTable, fit_details: fitDetailsTable, fit_verdicts: fitVerdictsTable },
  required: ['fits'],
  run: async () => (await import('./run-fits.js')).runFits,
});
