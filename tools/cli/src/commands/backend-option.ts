import type { Options } from 'yargs';

/** `--backend` of the commands that compute with TensorFlow.js. */
export const backendOption = {
  choices: ['auto', 'tensorflow', 'wasm', 'webgpu'] as const,
  describe: 'what computes; LETHE_BACKEND where absent, else the best that loads',
} satisfies Options;
