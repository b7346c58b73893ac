import type { StageDeclaration } from '@lethe/contracts';
import { analyzeSpec } from './options/analyze.js';
import {
  effects,
  extraction,
  findings,
  fitDetails,
  fits,
  fitVerdicts,
  longTail,
  retainability,
  traces,
} from './tables.js';

export { type AnalyzeSpec, analyzeSpec } from './options/analyze.js';
export * from './tables.js';

/** Turns the measurements of all runs into estimates, findings and the report. */
export const analyzeStage = {
  name: 'analyze',
  reads: ['data', 'train', 'probe'],
  description: 'turn the measurements into findings and a report',
  options: analyzeSpec,
  sections: ['analyze'],
  usesBackend: false,
  required: [effects, retainability, fits, findings],
  optional: [fitDetails, fitVerdicts, traces, longTail, extraction],
} as const satisfies StageDeclaration;
