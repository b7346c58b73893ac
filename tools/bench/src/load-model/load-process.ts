import { forward, openCheckpoint, parameterCount } from '@lethe/model';
import { type CompileMode, compile, openBackend } from '@lethe/runtime';
import { peakMemoryMiB } from '../process/memory.js';

/** What a process that loads a model reports. Memory is VmHWM in MiB, null where the system does not say. */
export interface LoadReport {
  parameters: number;
  /** Before any weight is read, after a small program has run: Node and TensorFlow. */
  baseMiB: number | null;
  loadSeconds: number;
  loadedMiB: number | null;
  forwardSeconds: number;
  peakMiB: number | null;
}

// node load-process.js CHECKPOINT MODE: reports on stdout.
const [directory, mode] = process.argv.slice(2) as [string, CompileMode];
const TOKENS = 8;

const backend = await openBackend({ backend: 'tensorflow' });
const one = { shape: [2, 2], dtype: 'float32', values: Float32Array.of(1, 2, 3, 4) } as const;
const small = await compile({
  backend,
  state: { one },
  mode,
  programs: {
    run: { inputs: {}, run: (state) => ({ outputs: { out: backend.tf.matMul(state.one!, state.one!) } }) },
  },
});
await small.run('run', {});
await small.dispose();
const baseMiB = peakMemoryMiB();

let since = performance.now();
const secondsSince = (): number => {
  const now = performance.now();
  const seconds = (now - since) / 1000;
  since = now;
  return seconds;
};
const { config, weights } = openCheckpoint(directory);
const module = await compile({
  backend,
  state: weights,
  mode,
  programs: {
    logits: {
      inputs: { tokens: { shape: [1, TOKENS], dtype: 'int32', below: config.vocabSize } },
      run: (params, { tokens }) => ({
        outputs: { logits: forward(params, tokens as Parameters<typeof forward>[1], config) },
      }),
    },
  },
});
const loadSeconds = secondsSince();
const loadedMiB = peakMemoryMiB();
const { logits } = await module.run('logits', {
  tokens: Int32Array.from({ length: TOKENS }, (_, i) => i + 1),
});
const forwardSeconds = secondsSince();
if (logits!.length !== TOKENS * config.vocabSize || !logits!.every(Number.isFinite)) {
  throw new Error('the logits are not finite numbers for every token');
}
const report: LoadReport = {
  parameters: parameterCount(config),
  baseMiB,
  loadSeconds,
  loadedMiB,
  forwardSeconds,
  peakMiB: peakMemoryMiB(),
};
await module.dispose();
process.stdout.write(`${JSON.stringify(report)}\n`);
