import { defineAnalysis } from '../../analysis/define-analysis.js';
import { tracesClaims } from './traces-claims.js';
import { tracesOptions } from './traces-options.js';
import { tracesTable } from './traces-table.js';

/** How the trace of a single encounter decays, whatever the number and spacing of encounters. */
export const traces = defineAnalysis({
  name: 'traces',
  scope: 'group',
  options: tracesOptions,
  tables: { traces: tracesTable },
  claims: tracesClaims,
  run: async () => (await import('./run-traces.js')).runTraces,
});
