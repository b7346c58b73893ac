import { defineAnalysis } from '../../analysis/define-analysis.js';
import { extraction } from '../extraction/extraction.js';
import { phaseClaims } from './phase-claims.js';
import { phaseTable } from './phase-table.js';

/** Phase diagrams of extraction over K, |R| and N_f, and the law of their boundary (arXiv 2508.00901). */
export const phase = defineAnalysis({
  name: 'phase',
  scope: 'experiment',
  needs: { extraction },
  tables: { phase: phaseTable },
  claims: phaseClaims,
  section: { id: 'phase', link: 'Phase diagram', place: 'overview' },
  run: async () => (await import('./run-phase.js')).runPhase,
  report: async () => (await import('./phase-section.js')).phaseSection,
});
