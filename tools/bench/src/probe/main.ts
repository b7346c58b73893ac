import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import yargs from 'yargs';
import { type LineProcess, startLineProcess } from '../process/line-process.js';
import { withTemporaryDirectory } from '../process/with-temporary-directory.js';
import { compareTurns, type TurnPair } from './compare-turns.js';
import { fictionalKnowledgeFile, fictionalKnowledgeSpans, spanModels, writeSpanCase } from './span-case.js';
import type { SpanReport } from './span-turn.js';

const LARGEST_DIFFERENCE = 1e-4;
/** What this project states: so many times the probes/s of the plain loop. */
const stated = { 'gpt2-small': 2, '1m': 5 } as const;
const names = Object.keys(spanModels) as (keyof typeof spanModels)[];

const options = await yargs(process.argv.slice(2))
  .scriptName('bench:probe')
  .usage('$0: span log-probabilities of Fictional Knowledge, beside a plain loop of Python transformers')
  .option('model', { choices: names, array: true, describe: 'models to score with; both where absent' })
  .option('spans', { type: 'number', describe: 'only the first so many of the 1,950 probes' })
  .option('passes', { type: 'number', default: 1, describe: 'times that every probe is scored' })
  .option('parts', {
    type: 'number',
    default: 6,
    describe: 'turns in which a pass is done, by both sides alternately',
  })
  .option('batch', { type: 'number', default: 32, describe: 'rows per batch of the loop' })
  .strict()
  .parse();

const python = process.env.LETHE_PYTHON ?? 'python3';
if (spawnSync(python, ['-c', 'import torch, transformers'], { stdio: 'ignore' }).status !== 0) {
  throw new Error(`${python} has no torch and transformers; LETHE_PYTHON names another interpreter`);
}
const spans = (await fictionalKnowledgeSpans(fictionalKnowledgeFile())).slice(0, options.spans);
const threads = cpus().length;
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${threads} cores; node ${process.versions.node}`);
for (const name of options.model ?? names) {
  await withTemporaryDirectory(async (directory) => {
    const parameters = writeSpanCase(directory, name, spans);
    const script = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
    const sides = [
      startLineProcess(process.execPath, [script('lethe-process.js'), directory]),
      startLineProcess(python, [
        script('../../python/transformers_probe.py'),
        `--case=${directory}`,
        `--threads=${threads}`,
        `--batch=${options.batch}`,
      ]),
    ] as const;
    try {
      report(name, parameters, await takeTurns(name, ...sides));
    } finally {
      await Promise.all(sides.map((side) => side.close()));
    }
  });
}

/** Both sides by turns; every pair begins with the other one. */
async function takeTurns(name: string, lethe: LineProcess, python: LineProcess): Promise<TurnPair[]> {
  const pairs: TurnPair[] = [];
  const { parts, passes } = options;
  for (let turn = 0; turn < parts * passes; turn++) {
    const question = { part: turn % parts, parts };
    const found: Partial<TurnPair> = {};
    for (const side of turn % 2 === 0 ? (['lethe', 'python'] as const) : (['python', 'lethe'] as const)) {
      found[side] = await (side === 'lethe' ? lethe : python).ask<SpanReport>(question);
    }
    pairs.push(found as TurnPair);
    const { ratio } = compareTurnsSoFar(pairs.at(-1)!);
    process.stderr.write(`${name}: turn ${turn + 1} of ${parts * passes}, ${ratio.toFixed(2)}x\n`);
  }
  return pairs;
}

/** The two sides of one turn score different spans, so only their speed can be compared. */
function compareTurnsSoFar({ lethe, python }: TurnPair): { ratio: number } {
  return { ratio: lethe.spans / lethe.seconds / (python.spans / python.seconds) };
}

function report(name: keyof typeof spanModels, parameters: number, pairs: readonly TurnPair[]): void {
  const found = compareTurns(pairs);
  const { layers, width } = spanModels[name];
  const size = (parameters / 1e6).toFixed(parameters > 1e7 ? 0 : 2);
  console.log(`\n${name}: ${layers} layers of width ${width}, ${size} M parameters; ${spans.length} probes`);
  console.log(`  lethe         ${found.letheRate.toFixed(1)} probes/s; ${pairs[0]!.lethe.description}`);
  console.log(
    `  transformers  ${found.pythonRate.toFixed(1)} probes/s; batches of ${options.batch}, padded, logits at every position; ${pairs[0]!.python.description}`,
  );
  console.log(
    `  ratio         ${found.ratio.toFixed(2)}x (median of ${pairs.length} pairs of turns ${found.median.toFixed(2)}x, range ${found.low.toFixed(2)}-${found.high.toFixed(2)}); ${found.cpuRatio.toFixed(2)}x in processor time; stated: ${stated[name]}x`,
  );
  console.log(
    `  difference    at most ${found.largestDifference.toExponential(1)} nats in ${found.compared} log-probabilities`,
  );
  if (!(found.largestDifference <= LARGEST_DIFFERENCE)) {
    console.log(`FAILED: log-probabilities differ by more than ${LARGEST_DIFFERENCE}`);
    process.exitCode = 1;
  }
}
