import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';

/** Whether probes gain the more, the closer they are to the text (arXiv 2406.11813, section 4.1). */
export const depths = defineAnalysis({
  name: 'depths',
  scope: 'group',
  claims: {
    F3: {
      statement:
        'gains per encounter fall from memorization over semantic to composition (difference of neighbours)',
      words: 'the closer a probe is to the text, the more it gains',
      source: `${papers.F}, section 4.1`,
      sourceValue: '> 0; memorization > semantic > composition',
      estimand:
        'mean cross-fitted effectivity of a depth minus that of the next deeper one, net of controls, nats/token',
      unit: 'nats/token',
      test: { above: 0 },
    },
  },
  run: async () => (await import('./run-depths.js')).runDepths,
});
