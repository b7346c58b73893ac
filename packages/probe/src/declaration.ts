import { probeContract, type StageDeclaration } from '@lethe/contracts';
import { checkpointMeasures, probeSpec } from './probe-options.js';

export { type LinearSpec, linearSpec } from './linear/linear-measure.js';
export { type ProbeSpec, probeSpec } from './probe-options.js';

/** Measures the saved checkpoints. */
export const probeStage = {
  ...probeContract,
  description: 'measure the probes on the saved checkpoints',
  options: probeSpec,
  sections: ['probe'],
  usesBackend: true,
  optional: Object.values(checkpointMeasures).map(({ table }) => table),
} as const satisfies StageDeclaration;
