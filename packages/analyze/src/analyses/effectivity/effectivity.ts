import { defineAnalysis } from '../../analysis/define-analysis.js';
import { papers } from '../../claims/papers.js';
import { effectivityTable } from './effectivity-table.js';

/** How much every encounter raises the log-probability of a fact (arXiv 2406.11813, section 4.1). */
export const effectivity = defineAnalysis({
  name: 'effectivity',
  scope: 'group',
  tables: { effectivity: effectivityTable },
  claims: {
    F1: {
      kind: 'primary',
      statement: 'effectivity net of controls is above 0 nats/token',
      words: 'an encounter teaches',
      source: `${papers.F}, section 4.1`,
      sourceValue: '> 0 in every scenario, depth and stage',
      estimand: 'mean cross-fitted effectivity net of controls, nats/token',
      unit: 'nats/token',
      test: { above: 0 },
    },
  },
  run: async () => (await import('./run-effectivity.js')).runEffectivity,
  report: async () => {
    const { effectivityFigure } = await import('./effectivity-figure.js');
    return ({ statistics, anchor }) => [effectivityFigure(statistics, anchor)];
  },
});
