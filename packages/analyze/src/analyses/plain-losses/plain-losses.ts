import { defineAnalysis } from '../../analysis/define-analysis.js';

/** Losses of the runs that have no other figure, since they have no facts to acquire. */
export const plainLosses = defineAnalysis({
  name: 'plain-losses',
  scope: 'experiment',
  section: { id: 'losses', link: 'Losses', place: 'details' },
  report: async () => (await import('./plain-section.js')).plainSection,
});
