import { cpus } from 'node:os';
import { openBackend } from '@lethe/runtime';
import yargs from 'yargs';
import { withTemporaryDirectory } from '../process/with-temporary-directory.js';
import { benchCase, writeCase } from './bench-case.js';
import { measureInTurns } from './measure-in-turns.js';
import { chosenShapes, describeShape, shapeNames } from './shapes.js';
import { formatSummaries, lossDifference, lossReference, summarize } from './summary.js';
import { availableVariants } from './variants.js';

const LARGEST_LOSS_DIFFERENCE = 1e-3;

const size = (describe: string) =>
  ({ type: 'number', describe: `${describe}; the shape's where absent` }) as const;
const options = await yargs(process.argv.slice(2))
  .scriptName('bench:train-step')
  .usage('$0: one training step of a GPT-2, compiled, eager, on WebAssembly and in PyTorch')
  .option('shape', {
    choices: shapeNames,
    array: true,
    describe: 'shapes to measure; all where neither this nor --width is given',
  })
  .option('width', { type: 'string', describe: 'widths, separated by commas, in place of --shape' })
  .conflicts('width', 'shape')
  .option('layers', size('layers'))
  .option('heads', size('heads'))
  .option('batch', size('rows per step'))
  .option('time', size('tokens per row'))
  .option('vocab', size('size of the vocabulary'))
  .option('rounds', { type: 'number', default: 5, describe: 'turns of every variant, one after the other' })
  .option('seconds', { type: 'number', default: 3, describe: 'length of a turn' })
  .option('loss-steps', {
    type: 'number',
    default: 20,
    describe: 'first steps, not timed, whose losses are compared',
  })
  .option('limit', {
    type: 'number',
    default: 120,
    describe: 'seconds after which a slow variant ends a turn, even its first steps',
  })
  .option('only', { type: 'string', describe: 'only variants whose names contain one of these, by commas' })
  .option('without', { type: 'string', describe: 'no variants whose names contain one of these, by commas' })
  .strict()
  .parse();

const threads = cpus().length;
const native = await openBackend({ backend: 'tensorflow' }).then(
  () => true,
  () => false,
);
const { variants, absent } = availableVariants(threads, native);
const matches = (name: string, list: string | undefined, otherwise: boolean): boolean =>
  list === undefined ? otherwise : list.split(',').some((part) => name.includes(part));
const chosen = variants.filter(
  ({ name }) => matches(name, options.only, true) && !matches(name, options.without, false),
);
if (chosen.length === 0)
  throw new Error(`no variant is left of ${variants.map(({ name }) => name).join(', ')}`);
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${threads} cores; node ${process.versions.node}`);
console.log(
  'peak memory: VmHWM of the process: runtime and libraries, compiling, weights, optimizer, batches, steps; anonymous: less pages of files',
);
for (const line of absent) console.log(`left out: ${line}`);

const chosenSizes = chosenShapes({
  shape: options.shape,
  width: options.width,
  layers: options.layers,
  heads: options.heads,
  batchSize: options.batch,
  time: options.time,
  vocabSize: options.vocab,
});
for (const shape of chosenSizes) {
  await withTemporaryDirectory(async (directory) => {
    writeCase(directory, benchCase(shape));
    const { rounds, seconds, limit, lossSteps } = options;
    const measured = await measureInTurns(
      directory,
      chosen,
      { rounds, seconds, limit, lossSteps },
      (line) => {
        process.stderr.write(`width ${shape.width}: ${line}\n`);
      },
    );
    const tokensPerStep = shape.batchSize * shape.time;
    const summaries = measured.map((variant) => summarize(variant, tokensPerStep));
    console.log(`\n${describeShape(shape)}, AdamW; ${rounds} rounds of ${seconds} s`);
    console.log(formatSummaries(summaries, tokensPerStep));
    for (const summary of summaries) {
      const { largest } = lossDifference(summary, lossReference(summaries));
      if (largest <= LARGEST_LOSS_DIFFERENCE) continue;
      console.log(`FAILED: the losses of ${summary.name} are off by more than ${LARGEST_LOSS_DIFFERENCE}`);
      process.exitCode = 1;
    }
  });
}
