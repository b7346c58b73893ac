import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';
import { controlDrift } from '../control-drift/control-drift.js';

const slowerComposition = {
  statement: 'composition is forgotten more slowly than memorization (difference of decay constants)',
  source: `${papers.F}, section 4.3, table 2`,
  test: { below: 0 },
} as const;

/** How wide the gap between probes of other words and verbatim ones is, and which of them last (arXiv 2406.11813). */
export const depthGaps = defineAnalysis({
  name: 'depth-gaps',
  scope: 'group',
  needs: { drift: controlDrift },
  claims: {
    F4: {
      statement:
        'in other words memorization and semantic probes gain nearly alike: their gap less half of that of duplication (difference)',
      words:
        'of texts in other words more than their words is learned: verbatim and reworded probes gain nearly alike',
      source: `${papers.F}, section 4.1, figure 2`,
      sourceValue: 'the gap nearly disappears; no number',
      estimand:
        'absolute difference of mean cross-fitted effectivity of memorization and semantic probes under paraphrase minus half of that difference under duplication, nats/token',
      unit: 'nats/token',
      test: { below: 0 },
    },
    F12: {
      ...slowerComposition,
      words: 'what has to be inferred is forgotten more slowly than what was said',
      sourceValue: '< 0 in 5 of 6 cells',
      estimand: 'decay constant of composition minus that of memorization, per decade',
      unit: 'per decade',
    },
    F12n: {
      ...slowerComposition,
      statement: `${slowerComposition.statement.slice(0, -1)} net of controls)`,
      words: 'what has to be inferred is forgotten more slowly than what was said, net of controls',
      sourceValue: 'as F12; the source subtracts no controls',
      estimand:
        'decay constant of cross-fitted net retention of composition minus that of memorization, per decade',
      unit: 'per decade',
    },
  },
  run: async () => (await import('./run-depth-gaps.js')).runDepthGaps,
});
