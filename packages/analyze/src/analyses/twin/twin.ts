import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';

/** Effectivity beyond what the same probe does in the same window of a run without injections. */
export const twin = defineAnalysis({
  name: 'twin',
  scope: 'group',
  claims: {
    F1t: {
      statement: 'effectivity net of a twin run without injections is above 0 nats/token',
      source: `${papers.F}, section 4.1`,
      sourceValue: '> 0 in every scenario, depth and stage',
      estimand: 'mean effectivity minus that of the same probe in the same window of the twin, nats/token',
      test: { above: 0 },
    },
  },
  run: async () => (await import('./run-twin.js')).runTwin,
});
