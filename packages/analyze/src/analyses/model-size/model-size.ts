import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';

/** What a larger model does to acquisition (arXiv 2406.11813, section 4.2). */
export const modelSize = defineAnalysis({
  name: 'model-size',
  scope: 'experiment',
  claims: {
    F9: {
      kind: 'primary',
      statement: 'larger models gain more per encounter (difference)',
      words: 'a larger model learns more from an encounter',
      source: `${papers.F}, section 4.2`,
      sourceValue: '> 0 at every depth: 7B against 1B at one learning rate; sizes of the effect are not told',
      estimand:
        'mean cross-fitted effectivity of the model with most parameters minus that of the one with fewest, net of controls, nats/token',
      unit: 'nats/token',
      test: { above: 0 },
      needs: 'two sizes of the model',
    },
  },
  run: async () => (await import('./run-model-size.js')).runModelSize,
});
