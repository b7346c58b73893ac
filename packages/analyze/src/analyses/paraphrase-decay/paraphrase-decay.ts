import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';
import { controlDrift } from '../control-drift/control-drift.js';

/** Whether other wordings are forgotten more slowly than the same text (arXiv 2406.11813, table 2). */
export const paraphraseDecay = defineAnalysis({
  name: 'paraphrase-decay',
  scope: 'group',
  needs: { drift: controlDrift },
  claims: {
    F13: {
      statement: 'decay constant of paraphrase is below that of duplication (difference)',
      words: 'other wordings are forgotten more slowly than the same text again',
      source: `${papers.F}, table 2`,
      sourceValue: 'lower in 7 of 9 cells; mean -0.027',
      estimand: 'decay constant of paraphrase minus that of duplication, per decade of updates',
      unit: 'per decade',
      test: { below: 0 },
    },
    F13n: {
      kind: 'primary',
      statement: 'decay constant of paraphrase net of controls is below that of duplication (difference)',
      words: 'other wordings are forgotten more slowly than the same text again, net of controls',
      source: `${papers.F}, table 2`,
      sourceValue: 'lower in 7 of 9 cells; mean -0.027, not net',
      estimand: 'net decay constant of paraphrase minus that of duplication, per decade of updates',
      unit: 'per decade',
      test: { below: 0 },
    },
  },
  run: async () => (await import('./run-paraphrase-decay.js')).runParaphraseDecay,
});
