import { defineAnalysis } from '../../analysis/define-analysis.js';
import { mechanismClaims } from './mechanism-claims.js';

/** What the table mechanism of the probe stage says of pretrained one-layer models (arXiv 2508.00901). */
export const mechanism = defineAnalysis({
  name: 'mechanism',
  scope: 'experiment',
  claims: mechanismClaims,
  run: async () => (await import('./run-mechanism.js')).runMechanism,
});
