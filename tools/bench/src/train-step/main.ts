import { cpus } from 'node:os';
import { LetheError } from '@lethe/contracts';
import { openBackend } from '@lethe/runtime';
import * as z from 'zod';
import { type LineProcess, takeTurns } from '../process/line-process.js';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { commaSeparated, log, runBenchmark } from '../run-benchmark.js';
import { benchCase, chooseShapes, describeShape, type Shape, shapeNames, writeCase } from './bench-case.js';
import { formatSummaries, lossDifference, lossReference, summarize } from './summary.js';
import { availableVariants, type Measurement, type Turn, type Variant } from './variants.js';

const LARGEST_LOSS_DIFFERENCE = 1e-3;

const size = (what: string) => z.int().min(1).optional().describe(`${what}; by default that of the shape`);
const count = (value: number, description: string) => z.int().min(1).default(value).describe(description);
const seconds = (value: number, description: string) =>
  z.number().min(0).default(value).describe(description);

const options = {
  shape: z
    .array(z.enum(shapeNames))
    .optional()
    .describe('shapes to measure; all where neither this nor --width is given'),
  width: commaSeparated(z.coerce.number().int().min(1))
    .optional()
    .describe('widths, separated by commas, in place of --shape'),
  layers: size('layers'),
  heads: size('heads'),
  batch: size('rows per step'),
  time: size('tokens per row'),
  vocab: size('size of the vocabulary'),
  rounds: count(5, 'turns of every variant, one after the other'),
  seconds: seconds(3, 'length of a turn'),
  lossSteps: count(20, 'first steps, not timed, whose losses are compared'),
  limit: seconds(120, 'seconds after which a slow variant ends a turn, even its first steps'),
  only: commaSeparated(z.string())
    .optional()
    .describe('only variants whose names contain one of these, separated by commas'),
  without: commaSeparated(z.string())
    .default([])
    .describe('no variants whose names contain one of these, separated by commas'),
};
type Options = z.output<z.ZodObject<typeof options>>;

await runBenchmark({
  name: 'train-step',
  description: 'one training step of a GPT-2, compiled, eager, on WebAssembly and in PyTorch',
  options,
  run: async (options) => {
    const { shape, width, layers, heads, batch, time, vocab } = options;
    if (shape && width) {
      throw new LetheError({ what: '--width and --shape exclude each other', next: 'give one of them' });
    }
    const variants = await chooseVariants(options);
    console.log(
      'peak memory: VmHWM of the process: runtime and libraries, compiling, weights, optimizer, batches, steps; anonymous: less pages of files',
    );
    const sizes = { shape, width, layers, heads, batchSize: batch, time, vocabSize: vocab };
    for (const one of chooseShapes(sizes)) {
      await withTemporaryDirectory((directory) => measureShape(directory, one, variants, options));
    }
  },
});

async function chooseVariants({ only, without }: Options): Promise<Variant[]> {
  const native = await openBackend({ backend: 'tensorflow' }).then(
    () => true,
    () => false,
  );
  const { variants, absent } = availableVariants(cpus().length, native);
  for (const line of absent) console.log(`left out: ${line}`);
  const matches = (name: string, parts: readonly string[]) => parts.some((part) => name.includes(part));
  const chosen = variants.filter(
    ({ name }) => (only === undefined || matches(name, only)) && !matches(name, without),
  );
  if (chosen.length > 0) return chosen;
  throw new LetheError({
    what: 'no variant is left to measure',
    where: '--only, --without',
    expected: variants.map(({ name }) => name).join(', '),
  });
}

/** Runs every variant in a separate process: the first steps one after the other, then rounds of turns. */
async function measureShape(
  directory: string,
  shape: Shape,
  variants: readonly Variant[],
  { rounds, seconds, limit, lossSteps }: Options,
): Promise<void> {
  writeCase(directory, benchCase(shape));
  const firstTurn: Turn = { minSteps: lossSteps, maxSteps: lossSteps, seconds: 0, limitSeconds: limit };
  const turn: Turn = { minSteps: 1, maxSteps: 10_000, seconds, limitSeconds: limit };
  const processes: LineProcess[] = [];
  const tokensPerStep = shape.batchSize * shape.time;
  try {
    const first: Measurement[] = [];
    for (const { name, start } of variants) {
      log(`width ${shape.width}: first steps: ${name}`);
      const process = start(directory);
      processes.push(process);
      first.push(await process.ask<Measurement>(firstTurn));
    }
    const measured = await takeTurns<Measurement>(
      processes,
      rounds,
      () => turn,
      (_, round) => log(`width ${shape.width}: round ${round + 1} of ${rounds}`),
    );
    const summaries = variants.map(({ name }, i) =>
      summarize(
        name,
        first[i]!,
        measured.map((answers) => answers[i]!),
        tokensPerStep,
      ),
    );
    console.log(`\n${describeShape(shape)}, AdamW; ${rounds} rounds of ${seconds} s`);
    console.log(formatSummaries(summaries, tokensPerStep));
    for (const summary of summaries) {
      const { largest } = lossDifference(summary, lossReference(summaries));
      if (largest <= LARGEST_LOSS_DIFFERENCE) continue;
      console.log(`FAILED: the losses of ${summary.name} are off by more than ${LARGEST_LOSS_DIFFERENCE}`);
      process.exitCode = 1;
    }
  } finally {
    await Promise.all(processes.map((process) => process.close()));
  }
}
