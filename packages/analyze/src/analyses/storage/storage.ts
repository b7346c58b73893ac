import { defineAnalysis } from '../../analysis/define-analysis.js';
import { extraction } from '../extraction/extraction.js';
import { storageClaims } from './storage-claims.js';

/** Whether facts that fine-tuned models do not answer are suppressed, overwritten or were never stored. */
export const storage = defineAnalysis({
  name: 'storage',
  scope: 'experiment',
  needs: { extraction },
  claims: storageClaims,
  section: { id: 'storage', link: 'Storage', place: 'overview' },
  run: async () => (await import('./run-storage.js')).runStorage,
  report: async () => (await import('./storage-section.js')).storageSection,
});
