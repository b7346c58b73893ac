import { defineAnalysis } from '../../analysis/define-analysis.js';

/** What was run, as far as manifests and checkpoints tell. */
export const runs = defineAnalysis({
  name: 'runs',
  scope: 'experiment',
  section: { id: 'runs', link: 'What was run', place: 'details' },
  run: async () => (await import('./summarize-runs.js')).summarizeRuns,
  report: async () => (await import('./runs-section.js')).runsSection,
});
