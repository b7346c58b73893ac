import { defineAnalysis } from '../../analysis/define-analysis.js';
import { controlDriftClaims } from './control-drift-claims.js';

/** Whether facts that are never injected stay where they are while others are injected. */
export const controlDrift = defineAnalysis({
  name: 'control-drift',
  scope: 'group',
  claims: controlDriftClaims,
  run: async () => (await import('./run-control-drift.js')).runControlDrift,
});
