import { existsSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { effects, fits } from '@lethe/analyze/declaration';
import { type RowOf, readRows, tableFiles, trace } from '@lethe/contracts';
import yargs from 'yargs';
import { runMeasured } from '../dedup/measured-process.js';
import { withTemporaryDirectory } from '../process/with-temporary-directory.js';
import type { Mark } from './analyze-process.js';
import { formatMarks } from './format-marks.js';
import { writeStages } from './write-stages.js';

/** What the stage may take at this size. */
const LIMIT = { seconds: 20, MiB: 1536, laws: 5 };

const options = await yargs(process.argv.slice(2))
  .scriptName('bench:analyze')
  .usage('$0: the analyze stage on an experiment in the manner of arXiv 2406.11813, in a process of its own')
  .option('facts', {
    type: 'number',
    default: 40,
    describe: 'facts of each of three conditions, 15 probes each',
  })
  .option('controls', {
    type: 'number',
    default: 10,
    describe: 'facts that are never injected, 15 probes each',
  })
  .option('steps', { type: 'number', default: 2000, describe: 'steps, each of them measured' })
  .option('resamples', { type: 'number', default: 2000, describe: 'of the bootstrap' })
  .option('analyze', {
    type: 'string',
    default: '{}',
    describe: 'further keys of the analyze section, as JSON',
  })
  .option('rounds', { type: 'number', default: 1, describe: 'processes, one after the other' })
  .option('cpu-profile', { type: 'string', describe: 'directory for a .cpuprofile of the process' })
  .strict()
  .parse();

await withTemporaryDirectory(async (directory) => {
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; node ${process.versions.node}`,
  );
  const world = {
    factsPerCondition: options.facts,
    controls: options.controls,
    steps: options.steps,
    seed: 1,
  };
  const run = await writeStages(directory, world);
  const bytes = tableFiles(run.train, trace).reduce((sum, path) => sum + statSync(path).size, 0);
  console.log(
    `${45 * options.facts} probes of injected facts and ${15 * options.controls} of controls, ${options.steps} measurements each: a trace of ${(bytes / 1e6).toFixed(0)} MB`,
  );
  const config = { bootstrap: { resamples: options.resamples }, ...JSON.parse(options.analyze) };
  for (let round = 0; round < options.rounds; round++) {
    const out = join(directory, `analyze-${round}`);
    const child = join(import.meta.dirname, 'analyze-process.js');
    const profile = options.cpuProfile ? ['--cpu-prof', `--cpu-prof-dir=${options.cpuProfile}`] : [];
    const { output, seconds, peakMiB } = await runMeasured(process.execPath, [
      ...profile,
      child,
      ...[run, out, config].map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    ]);
    const marks = JSON.parse(output.trim().split('\n').at(-1)!) as Mark[];
    const laws = fewestLaws(await readRows(out, fits));
    console.log(formatMarks(marks));
    const report = join(out, 'report.html');
    console.log(
      [
        `whole process: ${seconds.toFixed(1)} s, ${marks.at(-1)!.cpuSeconds.toFixed(1)} s of processor time, ${peakMiB.toFixed(0)} MiB at most`,
        `${laws} laws or more per condition and depth; ${(await readRows(out, effects)).length} effects; report ${existsSync(report) ? `${(statSync(report).size / 1e6).toFixed(1)} MB` : 'absent'}`,
      ].join('\n'),
    );
    // On a busy machine this is the time of others too; processor time counts every thread that collects garbage.
    if (seconds > LIMIT.seconds || peakMiB > LIMIT.MiB || laws < LIMIT.laws) {
      console.log(`beyond the limit of ${LIMIT.seconds} s and ${LIMIT.MiB} MiB with ${LIMIT.laws} laws`);
      process.exitCode = 1;
    }
  }
});

function fewestLaws(rows: readonly RowOf<typeof fits>[]): number {
  const counts = new Map<string, number>();
  for (const { condition, depth } of rows) {
    const key = `${condition} ${depth}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts.size === 0 ? 0 : Math.min(...counts.values());
}
