import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';
import { traces } from '../traces/traces.js';
import { longTailOptions } from './long-tail-options.js';
import { longTailTable } from './long-tail-table.js';

const ARGUED = 'argued in section 4.4, without numbers';

/** What fitted traces say of facts that come more or less often (arXiv 2406.11813, section 4.4). */
export const longTail = defineAnalysis({
  name: 'long-tail',
  scope: 'group',
  options: longTailOptions,
  needs: { traces },
  tables: { long_tail: longTailTable },
  claims: {
    F22: {
      kind: 'prediction',
      statement: 'long-tail facts: share of all facts that accumulate',
      words: 'most facts of a long tail come too rarely to build up',
      source: `${papers.F}, section 4.4`,
      sourceValue: ARGUED,
      estimand: "predicted share of Zipf's facts that accumulate",
      unit: 'of all facts',
      test: { below: 0.5 },
    },
    F23: {
      kind: 'prediction',
      statement:
        'deduplication: share of facts known when other texts take the place of copies minus that with copies',
      words: 'texts in the place of duplicates leave more facts known',
      source: `${papers.F}, section 4.4`,
      sourceValue: ARGUED,
      estimand:
        'predicted share of facts known with other texts in the place of copies minus that with copies',
      unit: 'of all facts',
      test: { above: 0 },
    },
  },
  run: async () => (await import('./run-long-tail.js')).runLongTail,
  report: async () => {
    const { longTailFigure } = await import('./long-tail-figure.js');
    return ({ statistics, anchor }, tails) => [longTailFigure(statistics, tails, anchor)];
  },
});
