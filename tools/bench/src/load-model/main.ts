import { execFile } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parameterCount } from '@lethe/model';
import yargs from 'yargs';
import { withTemporaryDirectory } from '../process/with-temporary-directory.js';
import type { LoadReport } from './load-process.js';
import {
  type PublishedModelName,
  publishedConfig,
  publishedModels,
  writeSyntheticCheckpoint,
} from './synthetic-checkpoint.js';

/** Largest peak memory as a multiple of the float32 weights that the project allows itself. */
const AIM = 1.3;
const GB = 1e9;
const MIB = 2 ** 20;

const names = Object.keys(publishedModels) as PublishedModelName[];
const options = await yargs(process.argv.slice(2))
  .scriptName('bench:load-model')
  .usage('$0: loads a checkpoint of full size with random weights and runs one forward pass of 8 tokens')
  .option('model', { choices: names, default: 'gpt2-small' as const, describe: 'shape of the model' })
  .option('mode', {
    choices: ['graph', 'compiled', 'eager'] as const,
    default: 'graph' as const,
    describe: 'how the program runs',
  })
  .option('directory', {
    type: 'string',
    default: tmpdir(),
    describe: 'where the files are written for a while',
  })
  .strict()
  .parse();

const name: PublishedModelName = options.model;
const { type, vocabSize } = publishedModels[name];
const bytes = parameterCount(publishedConfig(name)) * (type === 'BF16' ? 2 : 4);
const { bavail, bsize } = statfsSync(options.directory);
if (bavail * bsize < 1.1 * bytes) {
  const free = `${((bavail * bsize) / GB).toFixed(1)} GB`;
  console.error(`${options.directory} has ${free} free; the files take ${(bytes / GB).toFixed(1)} GB`);
  process.exit(2);
}

await withTemporaryDirectory(async (directory) => {
  process.stderr.write(`writing ${(bytes / GB).toFixed(2)} GB\n`);
  const checkpoint = join(directory, name);
  writeSyntheticCheckpoint(checkpoint, name);
  process.stderr.write('loading\n');
  const child = fileURLToPath(new URL('load-process.js', import.meta.url));
  const running = promisify(execFile)(process.execPath, [child, checkpoint, options.mode]);
  process.once('exit', () => running.child.kill());
  const { stdout } = await running;
  const report = JSON.parse(stdout.trim().split('\n').at(-1)!) as LoadReport;
  const weights = (4 * report.parameters) / MIB;
  const { baseMiB, loadedMiB, peakMiB } = report;
  const ratio = (memory: number): string => `${(memory / weights).toFixed(2)}x`;
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; node ${process.versions.node}`,
  );
  console.log(
    `${name}, vocabulary ${vocabSize}: ${(report.parameters / 1e6).toFixed(1)} M parameters, ${type} in the files, ${weights.toFixed(0)} MiB as float32; mode ${options.mode}`,
  );
  console.log(
    `loaded in ${report.loadSeconds.toFixed(1)} s, forward pass of 8 tokens ${report.forwardSeconds.toFixed(2)} s`,
  );
  if (peakMiB === null || baseMiB === null || loadedMiB === null) {
    console.log('peak memory: this system does not say');
  } else {
    console.log(
      `peak memory ${peakMiB.toFixed(0)} MiB (VmHWM; ${loadedMiB.toFixed(0)} when loaded, of that Node and TensorFlow before any weight ${baseMiB.toFixed(0)})`,
    );
    console.log(
      `of the weights: ${ratio(peakMiB)} in all, ${ratio(peakMiB - baseMiB)} without Node and TensorFlow (aim: below ${AIM}x)`,
    );
  }
}, options.directory);
