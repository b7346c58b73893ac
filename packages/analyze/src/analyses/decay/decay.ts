import { defineAnalysis } from '../../analysis/define-analysis.js';
import { controlDrift } from '../control-drift/control-drift.js';
import { decayClaims } from './decay-claims.js';

/** How gains decay after the last encounter, by the laws that are fitted to mean retention. */
export const decay = defineAnalysis({
  name: 'decay',
  scope: 'group',
  needs: { drift: controlDrift },
  claims: decayClaims,
  run: async () => (await import('./run-decay.js')).runDecay,
  report: async () => {
    const { retentionFigure } = await import('./retention-figure.js');
    const { fitsTable } = await import('./fits-table.js');
    return ({ statistics, anchor }) => [retentionFigure(statistics, anchor), fitsTable(statistics)];
  },
});
