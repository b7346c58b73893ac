import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { parameterCount } from '@lethe/model';
import * as z from 'zod';
import { runMeasured } from '../process/run-measured.js';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { log, runBenchmark } from '../run-benchmark.js';
import type { LoadReport } from './load-process.js';
import {
  type PublishedModelName,
  publishedConfig,
  publishedModels,
  writeSyntheticCheckpoint,
} from './synthetic-checkpoint.js';

/** Largest peak memory, as a multiple of the float32 weights, that the project allows itself. */
const AIM = 1.3;
const GB = 1e9;
const MIB = 2 ** 20;

await runBenchmark({
  name: 'load-model',
  description: 'loads a checkpoint of full size with random weights and runs one forward pass of 8 tokens',
  options: {
    model: z
      .enum(Object.keys(publishedModels) as PublishedModelName[])
      .default('gpt2-small')
      .describe('shape of the model'),
    mode: z.enum(['graph', 'compiled', 'eager']).default('graph').describe('how the program runs'),
    directory: z.string().default(tmpdir()).describe('where the files are written temporarily'),
  },
  run: async ({ model, mode, directory: parent }) => {
    const { type, vocabSize } = publishedModels[model];
    const bytes = parameterCount(publishedConfig(model)) * (type === 'BF16' ? 2 : 4);
    checkFreeSpace(parent, bytes);
    await withTemporaryDirectory(async (directory) => {
      log(`writing ${(bytes / GB).toFixed(2)} GB`);
      const checkpoint = join(directory, model);
      writeSyntheticCheckpoint(checkpoint, model);
      log('loading');
      const child = join(import.meta.dirname, 'load-process.js');
      const { report } = await runMeasured<LoadReport>(process.execPath, [child, checkpoint, mode]);
      const weights = (4 * report.parameters) / MIB;
      console.log(
        `${model}, vocabulary ${vocabSize}: ${(report.parameters / 1e6).toFixed(1)} M parameters, ${type} in the files, ${weights.toFixed(0)} MiB as float32; mode ${mode}`,
      );
      console.log(
        `loaded in ${report.loadSeconds.toFixed(1)} s, forward pass of 8 tokens ${report.forwardSeconds.toFixed(2)} s`,
      );
      console.log(formatMemory(report, weights));
    }, parent);
  },
});

function checkFreeSpace(directory: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize >= 1.1 * bytes) return;
  throw new LetheError({
    what: 'too little space for the files',
    where: directory,
    expected: `${((1.1 * bytes) / GB).toFixed(1)} GB`,
    found: `${((bavail * bsize) / GB).toFixed(1)} GB`,
    next: 'name another one with --directory',
  });
}

/** @param weights MiB as float32 */
function formatMemory({ peakMiB, baseMiB, loadedMiB }: LoadReport, weights: number): string {
  if (peakMiB === null || baseMiB === null || loadedMiB === null)
    return 'peak memory: unknown on this system';
  const ratio = (memory: number): string => `${(memory / weights).toFixed(2)}x`;
  return [
    `peak memory ${peakMiB.toFixed(0)} MiB (VmHWM; ${loadedMiB.toFixed(0)} when loaded, of that Node and TensorFlow before any weight ${baseMiB.toFixed(0)})`,
    `of the weights: ${ratio(peakMiB)} in all, ${ratio(peakMiB - baseMiB)} without Node and TensorFlow (aim: below ${AIM}x)`,
  ].join('\n');
}
