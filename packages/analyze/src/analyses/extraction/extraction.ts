import { defineAnalysis } from '../../analysis/define-analysis.js';
import { extractionClaims } from './extraction-claims.js';
import { extractionTable } from './extraction-table.js';

/** When fine-tuned models give out facts that pretraining stored (arXiv 2508.00901). */
export const extraction = defineAnalysis({
  name: 'extraction',
  scope: 'experiment',
  tables: { extraction: extractionTable },
  claims: extractionClaims,
  section: { id: 'extraction', link: 'Extraction', place: 'overview' },
  run: async () => (await import('./run-extraction.js')).runExtraction,
  report: async () => (await import('./extraction-section.js')).extractionSection,
});
