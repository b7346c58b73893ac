import { defineAnalysis } from '../../analysis/define-analysis.js';
import { runs } from '../runs/runs.js';

/** Which programs made the inputs, and the whole configuration of every stage. */
export const provenance = defineAnalysis({
  name: 'provenance',
  scope: 'experiment',
  needs: { runs },
  section: { id: 'provenance', link: 'Configuration', place: 'details' },
  report: async () => (await import('./provenance-section.js')).provenanceSection,
});
