import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';

/** Whether the first encounter teaches most (arXiv 2406.11813, appendix H). */
export const firstEncounter = defineAnalysis({
  name: 'first-encounter',
  scope: 'group',
  claims: {
    F7: {
      statement: 'the first encounter gains more than later ones (difference of means)',
      words: 'the first encounter teaches most',
      source: `${papers.F}, appendix H`,
      sourceValue: '> 0; flat from the second on',
      estimand:
        'mean cross-fitted effectivity of the first encounter minus that of later ones, net of controls, nats/token',
      unit: 'nats/token',
      test: { above: 0 },
    },
  },
  run: async () => (await import('./run-first-encounter.js')).runFirstEncounter,
});
