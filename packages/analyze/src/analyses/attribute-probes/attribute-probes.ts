import { defineAnalysis } from '../../analysis/define-analysis.js';
import { attributeClaims } from './attribute-claims.js';

/** What the table linear_probes of the probe stage says of persons told in different ways (arXiv 2309.14316). */
export const attributeProbes = defineAnalysis({
  name: 'attribute-probes',
  scope: 'experiment',
  claims: attributeClaims,
  run: async () => (await import('./run-attribute-probes.js')).runAttributeProbes,
});
