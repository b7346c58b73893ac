import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';

/** Whether gains fade before the next encounter and yet add up over encounters (arXiv 2406.11813, section 4.1). */
export const ratchet = defineAnalysis({
  name: 'ratchet',
  scope: 'group',
  claims: {
    F2a: {
      given: 'encounters have a clear effect',
      statement: 'share of a gain left at the next encounter, net of controls, is below 1',
      words: 'part of a gain is gone before the next encounter',
      source: `${papers.F}, section 4.1`,
      sourceValue: '< 1',
      estimand:
        'mean gain at the next encounter by mean cross-fitted effectivity, both net of controls, a ratio',
      unit: 'of the gain',
      test: { below: 1 },
    },
    F2b: {
      kind: 'primary',
      statement: 'the last maximum exceeds the first, net of controls (difference)',
      words: 'gains add up over encounters',
      source: `${papers.F}, section 4.1`,
      sourceValue: '> 0',
      estimand:
        'l at the cross-fitted lag of the last encounter minus l at that of the first, net of controls, nats/token',
      unit: 'nats/token',
      test: { above: 0 },
    },
  },
  run: async () => (await import('./run-ratchet.js')).runRatchet,
});
