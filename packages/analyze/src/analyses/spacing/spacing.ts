import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';

/** Whether gains build up when encounters come rarely (arXiv 2406.11813, section 4.4, measured). */
export const spacing = defineAnalysis({
  name: 'spacing',
  scope: 'group',
  claims: {
    F22m: {
      statement: 'facts that are told as often, but more rarely, have gained less in all (difference)',
      words: 'told as often, but more rarely, facts build up less',
      source: `${papers.F}, section 4.4`,
      sourceValue:
        'argued, not measured: beyond an interval nothing of a gain is left to build on; F22 is the same by simulation',
      estimand:
        'gain at the last local acquisition maximum net of controls at the longest interval minus that at the shortest, of as many encounters, nats/token',
      unit: 'nats/token',
      test: { below: 0 },
      needs: 'conditions that are told equally often in the same words, at different intervals',
    },
  },
  run: async () => (await import('./run-spacing.js')).runSpacing,
});
