import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import yargs from 'yargs';
import { withTemporaryDirectory } from '../process/with-temporary-directory.js';
import { type ComparedCurves, compareCurves, formatCsv, largestDifference, parseCsv } from './curves.js';
import { drawCurves, toPng } from './draw-curves.js';
import { trainLethe } from './train-lethe.js';
import { trainPytorch } from './train-pytorch.js';

/** Share of PyTorch's loss by which Lethe's may differ. */
const AIM = 0.01;
const LOW_PRIORITY = 10;

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const options = await yargs(process.argv.slice(2))
  .scriptName('bench:wikitext')
  .usage(
    '$0: a small GPT-2 on WikiText-2, trained by Lethe and by PyTorch from the same weights and batches; about five minutes',
  )
  .option('out', {
    type: 'string',
    default: join(repository, 'docs/figures'),
    describe: 'folder for the figure and its numbers',
  })
  .option('draw', {
    type: 'boolean',
    default: false,
    describe: 'draw the figure from the numbers that are there, without training',
  })
  .strict()
  .parse();

const file = (suffix: string): string => join(options.out, `wikitext-2${suffix}`);
const csv = { training: file('-training.csv'), validation: file('-validation.csv') };

process.env.LETHE_DATA ||= join(repository, '../shared/data');
if (!options.draw && !existsSync(join(process.env.LETHE_DATA, 'wikitext-2/valid.txt'))) {
  console.error('bench:wikitext needs WikiText-2; LETHE_DATA names the folder that holds wikitext-2');
  process.exit(1);
}
mkdirSync(options.out, { recursive: true });
if (!options.draw) await train();

const curves: ComparedCurves = {
  training: parseCsv(readFileSync(csv.training, 'utf8')),
  validation: parseCsv(readFileSync(csv.validation, 'utf8')),
};
const svg = await drawCurves(curves);
writeFileSync(file('.svg'), `${svg}\n`);
writeFileSync(file('.png'), toPng(svg));
for (const name of ['validation', 'training'] as const) {
  const { step, share } = largestDifference(curves[name]);
  console.log(
    `largest relative difference of the ${name} loss: ${(100 * share).toFixed(4)} %, after ${step} updates (aim: ${100 * AIM} %)`,
  );
  if (share > AIM) process.exitCode = 1;
}
console.log(`figure: ${file('.svg')}`);

/** Trains on both sides and writes the numbers. */
async function train(): Promise<void> {
  setPriority(LOW_PRIORITY);
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; node ${process.versions.node}`,
  );
  await withTemporaryDirectory(async (directory) => {
    const lethe = await trainLethe(directory, (line) => process.stderr.write(`${line}\n`));
    console.log(`Lethe: ${lethe.seconds.toFixed(0)} s, compilation and evaluations included`);
    const pytorch = await trainPytorch(directory, lethe);
    console.log(`${pytorch.description}, eager: ${pytorch.seconds.toFixed(0)} s, evaluations included`);
    const compared = compareCurves(lethe.curves, pytorch.curves);
    for (const name of ['training', 'validation'] as const)
      writeFileSync(csv[name], formatCsv(compared[name]));
    const last = compared.validation.at(-1)!;
    console.log(
      `validation loss after ${last.step} updates: ${last.lethe.toFixed(4)} and ${last.pytorch.toFixed(4)}`,
    );
  });
}
