import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';
import { controlDrift } from '../control-drift/control-drift.js';
import { decay } from '../decay/decay.js';

/** The time until nothing is left, in tokens (arXiv 2406.11813, table 6). */
export const timeToForget = defineAnalysis({
  name: 'time-to-forget',
  scope: 'group',
  needs: { decay, drift: controlDrift },
  claims: {
    F16: {
      statement: 'log10 of the tokens until nothing is left is within 10.86-12.06',
      words: 'nothing is left after 10^10.86 to 10^12.06 tokens',
      source: `${papers.F}, table 6`,
      sourceValue: '10.86-12.06 overall, batches of 4.2M tokens',
      estimand: 'log10 of the tokens until R = 0 by the logarithmic law',
      unit: 'log₁₀ tokens',
      test: { between: [10.86, 12.06] },
      constant: true,
    },
  },
  run: async () => (await import('./run-time-to-forget.js')).runTimeToForget,
});
