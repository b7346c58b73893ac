import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { dataDirectory, dataFile, repository } from '../inputs/data-file.js';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { runBenchmark } from '../run-benchmark.js';
import { type ComparedCurves, compareCurves, formatCsv, largestDifference, parseCsv } from './curves.js';
import { drawCurves, toPng } from './draw-curves.js';
import { trainLethe, trainPytorch } from './train-both.js';

/** Share of PyTorch's loss by which Lethe's may differ. */
const AIM = 0.01;
const LOW_PRIORITY = 10;
const names = ['validation', 'training'] as const;

await runBenchmark({
  name: 'wikitext',
  description:
    'a small GPT-2 on WikiText-2, trained by Lethe and by PyTorch from the same weights and batches; about five minutes',
  options: {
    out: z
      .string()
      .default(join(repository, 'docs/figures'))
      .describe('directory for the figure and its numbers'),
    draw: z.boolean().default(false).describe('draw the figure from existing numbers, without training'),
  },
  run: async ({ out, draw }) => {
    const file = (suffix: string): string => join(out, `wikitext-2${suffix}`);
    const csv = (name: keyof ComparedCurves): string => file(`-${name}.csv`);
    mkdirSync(out, { recursive: true });
    if (!draw) {
      const compared = await train();
      for (const name of names) writeFileSync(csv(name), formatCsv(compared[name]));
    }
    const read = (name: keyof ComparedCurves) => parseCsv(readFileSync(csv(name), 'utf8'));
    const curves: ComparedCurves = { training: read('training'), validation: read('validation') };
    const svg = await drawCurves(curves);
    writeFileSync(file('.svg'), `${svg}\n`);
    writeFileSync(file('.png'), toPng(svg));
    for (const name of names) {
      const { step, share } = largestDifference(curves[name]);
      console.log(
        `largest relative difference of the ${name} loss: ${(100 * share).toFixed(4)} %, after ${step} updates (aim: ${100 * AIM} %)`,
      );
      if (share > AIM) process.exitCode = 1;
    }
    console.log(`figure: ${file('.svg')}`);
  },
});

/** Trains on both sides. */
async function train(): Promise<ComparedCurves> {
  dataFile('wikitext-2/valid.txt');
  process.env.LETHE_DATA = dataDirectory;
  setPriority(LOW_PRIORITY);
  return withTemporaryDirectory(async (directory) => {
    const lethe = await trainLethe(directory);
    console.log(`Lethe: ${lethe.seconds.toFixed(0)} s, including compilation and evaluations`);
    const pytorch = await trainPytorch(directory, lethe);
    console.log(`${pytorch.description}, eager: ${pytorch.seconds.toFixed(0)} s, including evaluations`);
    const compared = compareCurves(lethe.curves, pytorch.curves);
    const last = compared.validation.at(-1)!;
    console.log(
      `validation loss after ${last.step} updates: ${last.lethe.toFixed(4)} and ${last.pytorch.toFixed(4)}`,
    );
    return compared;
  });
}
