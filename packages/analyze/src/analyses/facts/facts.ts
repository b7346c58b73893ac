import { defineAnalysis } from '../../analysis/define-analysis.js';

/** Every fact by itself, to look at one by one. */
export const facts = defineAnalysis({
  name: 'facts',
  scope: 'experiment',
  section: { id: 'facts', link: 'Fact by fact', place: 'details' },
  report: async () => (await import('./facts-section.js')).factsSection,
});
