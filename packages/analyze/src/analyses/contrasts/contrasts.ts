import { defineAnalysis } from '../../analysis/define-analysis.js';
import { contrastsTable } from './contrasts-table.js';

/** How what is learnt and kept differs between swept values, and between scenarios of the same runs. */
export const contrasts = defineAnalysis({
  name: 'contrasts',
  scope: 'experiment',
  tables: { contrasts: contrastsTable },
  section: { id: 'contrasts', link: 'Contrasts', place: 'overview' },
  run: async () => (await import('./run-contrasts.js')).runContrasts,
  report: async () => (await import('./contrasts-section.js')).contrastsSection,
});
