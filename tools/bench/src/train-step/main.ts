import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from '@lethe/runtime';
import yargs from 'yargs';
import { benchCase, writeCase } from './bench-case.js';
import type { Measurement } from './measurement.js';
import { formatSummaries, summarize } from './summary.js';
import { availableVariants } from './variants.js';

const options = await yargs(process.argv.slice(2))
  .scriptName('bench:train-step')
  .usage('$0: one training step of a four-layer GPT-2, eager, compiled, on WebAssembly and in PyTorch')
  .option('width', { type: 'string', default: '128,256,512', describe: 'widths, separated by commas' })
  .option('batch', { type: 'number', default: 16, describe: 'rows per step' })
  .option('time', { type: 'number', default: 128, describe: 'tokens per row' })
  .option('vocab', { type: 'number', default: 4096, describe: 'size of the vocabulary' })
  .option('rounds', {
    type: 'number',
    default: 2,
    describe: 'processes per variant, in turn with the others',
  })
  .option('seconds', { type: 'number', default: 8, describe: 'measured seconds per process' })
  .option('only', { type: 'string', describe: 'only variants whose name contains this' })
  .strict()
  .parse();

const threads = cpus().length;
const native = await openBackend({ backend: 'tensorflow' }).then(
  () => true,
  () => false,
);
const { variants, absent } = availableVariants(threads, native);
const chosen = variants.filter(({ name }) => name.includes(options.only ?? ''));
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${threads} cores; node ${process.versions.node}`);
for (const line of absent) console.log(`left out: ${line}`);

for (const width of options.width.split(',').map(Number)) {
  const bench = benchCase(width, { batchSize: options.batch, time: options.time, vocabSize: options.vocab });
  const directory = mkdtempSync(join(tmpdir(), 'lethe-bench-'));
  try {
    writeCase(directory, bench);
    const measured = new Map<string, Measurement[]>(chosen.map(({ name }) => [name, []]));
    const budget = { warmUp: 3, minSteps: 3, maxSteps: 200, seconds: options.seconds };
    for (let round = 0; round < options.rounds; round++) {
      for (const variant of chosen) {
        process.stderr.write(`width ${width}, round ${round + 1} of ${options.rounds}: ${variant.name}\n`);
        measured.get(variant.name)!.push(await variant.measure(directory, bench, budget));
      }
    }
    console.log(
      `\nwidth ${width}: 4 layers, ${bench.config.heads} heads, ${bench.batchSize} x ${bench.time} tokens, vocabulary ${options.vocab}, AdamW`,
    );
    const tokensPerStep = bench.batchSize * bench.time;
    console.log(
      formatSummaries(
        [...measured].map(([name, list]) => summarize(name, list, budget.warmUp, tokensPerStep)),
      ),
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
