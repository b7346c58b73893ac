import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';

/** Whether verbatim probes gain more than composed ones (arXiv 2406.11813, section 4.1). */
export const depths = defineAnalysis({
  name: 'depths',
  scope: 'group',
  claims: {
    F3: {
      statement: 'memorization gains more per encounter than composition (difference)',
      source: `${papers.F}, section 4.1`,
      sourceValue: '> 0; memorization > semantic > composition',
      estimand: 'mean effectivity of memorization minus that of composition, nats/token',
      test: { above: 0 },
    },
  },
  run: async () => (await import('./run-depths.js')).runDepths,
});
