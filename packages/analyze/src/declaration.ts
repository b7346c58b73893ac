import type { StageDeclaration } from '@lethe/contracts';
import { claims } from './analyses/claims.js';
import { analyses } from './analyses/registry.js';
import { findingsTable } from './claims/findings-table.js';
import { analyzeSpec } from './options/analyze.js';

/** Ids of the claims that analyses speak to. */
export const claimIds: readonly string[] = [...new Set(claims.map(({ id }) => id))];
export { answeredTable as answered } from './analyses/answers/answered-table.js';
export { contrastsTable as contrasts } from './analyses/contrasts/contrasts-table.js';
export { effectsTable as effects } from './analyses/encounters/effects-table.js';
export { extractionTable as extraction } from './analyses/extraction/extraction-table.js';
export {
  fitDetailsTable as fitDetails,
  fitsTable as fits,
  fitVerdictsTable as fitVerdicts,
} from './analyses/fits/fits-tables.js';
export { longTailTable as longTail } from './analyses/long-tail/long-tail-table.js';
export { retainabilityTable as retainability } from './analyses/retainability/retainability-table.js';
export { tracesTable as traces } from './analyses/traces/traces-table.js';
export { findingsTable as findings } from './claims/findings-table.js';
export { type AnalyzeSpec, analyzeSpec } from './options/analyze.js';

const tablesOf = (required: boolean) =>
  analyses.flatMap((analysis) =>
    Object.entries(analysis.tables).flatMap(([name, table]) =>
      analysis.required.includes(name) === required ? [table] : [],
    ),
  );

/** Turns the measurements of all runs into estimates, findings and the report. */
export const analyzeStage = {
  name: 'analyze',
  reads: ['data', 'train', 'probe'],
  description: 'turn the measurements into findings and a report',
  options: analyzeSpec,
  sections: ['analyze'],
  usesBackend: false,
  required: [...tablesOf(true), findingsTable],
  optional: tablesOf(false),
} as const satisfies StageDeclaration;
