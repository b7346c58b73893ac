import { probeContract, type StageDeclaration } from '@lethe/contracts';
import { probeSpec } from './probe-options.js';
import { linearProbes, mechanism } from './tables.js';

export { type LinearSpec, linearSpec, type ProbeSpec, probeSpec } from './probe-options.js';
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
