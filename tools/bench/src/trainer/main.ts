import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { withTemporaryDirectory } from '../process/with-temporary-directory.js';
import { describeShape, shapeNames, shapes } from '../train-step/shapes.js';
import { formatTraining } from './format-training.js';
import { measureBatches, measureTraining } from './measure-training.js';
import { writeTrainingData } from './write-training-data.js';

/** At most two minutes of training steps on two cores, and as much of bare ones. */
const defaultSteps = { small: 1600, medium: 400, large: 100 };

const options = await yargs(process.argv.slice(2))
  .scriptName('bench:trainer')
  .usage('$0: a whole training run beside its bare step, blocks of each in turn on the same compiled program')
  .option('shape', { choices: shapeNames, default: 'medium' as const, describe: 'model and batch' })
  .option('steps', {
    type: 'number',
    describe: `training steps, and as many bare ones; ${Object.values(defaultSteps).join(', ')} by shape`,
  })
  .option('block', { type: 'number', default: 20, describe: 'steps of a turn' })
  .option('resume-seconds', {
    type: 'number',
    default: 60,
    describe: 'seconds of training between two resume points; 0 for none',
  })
  .option('probe', {
    choices: ['off', 'on', 'both'] as const,
    default: 'off' as const,
    describe: 'the probe observer: two trainings for both',
  })
  .option('probes', { type: 'number', default: 100, describe: 'probes in the data' })
  .option('tensorboard', { type: 'boolean', default: false, describe: 'write TensorBoard events too' })
  .option('profile', {
    type: 'boolean',
    default: false,
    describe: 'say where the time goes, by source file (the profiler itself takes some)',
  })
  .strict()
  .parse();

const shape = shapes[options.shape];
const block = Math.max(1, Math.floor(options.block));
const steps = block * Math.max(1, Math.round((options.steps ?? defaultSteps[options.shape]) / block));
// Half of the time goes to bare steps, in which no resume point is due.
const resume = options.resumeSeconds > 0 ? String(2 * options.resumeSeconds) : 'off';
process.env.LETHE_RESUME_SECONDS = resume;
await withTemporaryDirectory(async (directory) => {
  const data = join(directory, 'data');
  mkdirSync(data);
  writeTrainingData(data, shape, { steps, probeCount: options.probes });
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; node ${process.versions.node}`,
  );
  console.log(`${describeShape(shape)}, AdamW; ${steps} steps in blocks of ${block}`);
  const batchMs = await measureBatches(data);
  for (const probe of options.probe === 'both' ? [false, true] : [options.probe === 'on']) {
    const name = probe ? `probe observer on, ${options.probes} probes` : 'probe observer off';
    const measured = await measureTraining({
      ...{ shape, data, block, probe, tensorboard: options.tensorboard, profile: options.profile },
      out: join(directory, probe ? 'probed' : 'plain'),
      log: (line) => process.stderr.write(`${line}\n`),
    });
    console.log(
      `\n${name}\n${formatTraining(measured, { tokensPerStep: shape.batchSize * shape.time, batchMs })}`,
    );
  }
});
