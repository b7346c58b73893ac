import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';

/** What the same text again teaches beyond other wordings, and whether it lasts (arXiv 2406.11813, section 4.2). */
export const duplication = defineAnalysis({
  name: 'duplication',
  scope: 'group',
  claims: {
    F5: {
      kind: 'primary',
      statement: 'duplication gains more per encounter than paraphrase (difference)',
      words: 'the same text again teaches more than other wordings',
      source: `${papers.F}, section 4.2`,
      sourceValue: '> 0 at every depth',
      estimand:
        'mean cross-fitted effectivity of duplication minus that of paraphrase, net of controls, nats/token',
      unit: 'nats/token',
      test: { above: 0 },
    },
    F6: {
      given: 'the lead of duplication is clear',
      statement: 'less than half of the lead of duplication over paraphrase lasts (share)',
      words: 'what the same text again teaches beyond other wordings is mostly gone at the end',
      source: `${papers.F}, figure 2`,
      sourceValue: 'similar at t = 2000, far ahead at t = 0',
      estimand:
        'lead of duplication over paraphrase in the last bin of t by that at t = 0, both cross-fitted and net of controls, a ratio',
      unit: 'of the lead',
      test: { below: 0.5 },
    },
  },
  run: async () => (await import('./run-duplication.js')).runDuplication,
});
