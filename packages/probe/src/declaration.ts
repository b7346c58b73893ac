import { probeContract, type StageDeclaration } from '@lethe/contracts';
import { probeSpec } from './options/probe.js';
import { linearProbes, mechanism } from './tables.js';

export { type LinearSpec, linearSpec } from './options/linear.js';
export { type ProbeSpec, probeSpec } from './options/probe.js';
export { linearProbes, mechanism } from './tables.js';

/** Measures the saved checkpoints. */
export const probeStage = {
  ...probeContract,
  description: 'measure the probes on the saved checkpoints',
  options: probeSpec,
  sections: ['probe'],
  usesBackend: true,
  optional: [linearProbes, mechanism],
} as const satisfies StageDeclaration;
