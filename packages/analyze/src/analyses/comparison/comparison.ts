import { defineAnalysis } from '../../analysis/define-analysis.js';
import { runs } from '../runs/runs.js';

/** Runs of a sweep side by side. */
export const comparison = defineAnalysis({
  name: 'comparison',
  scope: 'experiment',
  needs: { runs },
  section: { id: 'comparison', link: 'Runs compared', place: 'overview' },
  report: async () => (await import('./comparison-section.js')).comparisonSection,
});
