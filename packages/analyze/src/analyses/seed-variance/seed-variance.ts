import { defineAnalysis } from '../../analysis/define-analysis.js';
import { seedVarianceTable } from './seed-variance-table.js';

/** Of which seeds the numbers of single runs depend, where a sweep crosses seeds of several kinds. */
export const seedVariance = defineAnalysis({
  name: 'seed-variance',
  scope: 'group',
  tables: { seed_variance: seedVarianceTable },
  run: async () => (await import('./run-seed-variance.js')).runSeedVariance,
  report: async () => {
    const { seedVarianceTables } = await import('./seed-variance-html.js');
    return (_context, rows) => [seedVarianceTables(rows)];
  },
});
