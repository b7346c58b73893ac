import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { effects, fits } from '@lethe/analyze/declaration';
import { formatTable, type RowOf, readRows, tableFiles, trace } from '@lethe/contracts';
import * as z from 'zod';
import { runMeasured } from '../process/run-measured.js';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { runBenchmark } from '../run-benchmark.js';
import type { Mark } from './analyze-process.js';
import { writeStages } from './write-stages.js';

/** What the stage may take at the default size. */
const LIMIT = { seconds: 20, MiB: 1536, laws: 5 };

await runBenchmark({
  name: 'analyze',
  description: 'the analyze stage on an experiment in the manner of arXiv 2406.11813, in a separate process',
  options: {
    facts: z.int().min(1).default(40).describe('facts of each of three conditions, 15 probes each'),
    controls: z.int().min(0).default(10).describe('facts that are never injected, 15 probes each'),
    steps: z.int().min(1).default(2000).describe('steps, each of them measured'),
    resamples: z.int().min(100).default(2000).describe('of the bootstrap'),
    analyze: z.string().default('{}').describe('further keys of the analyze section, as JSON'),
    rounds: z.int().min(1).default(1).describe('processes, one after the other'),
    cpuProfile: z.string().optional().describe('directory for a .cpuprofile of the process'),
  },
  run: ({ facts, controls, steps, resamples, analyze, rounds, cpuProfile }) =>
    withTemporaryDirectory(async (directory) => {
      const run = await writeStages(directory, { factsPerCondition: facts, controls, steps, seed: 1 });
      const bytes = tableFiles(run.train, trace).reduce((sum, path) => sum + statSync(path).size, 0);
      console.log(
        `${45 * facts} probes of injected facts and ${15 * controls} of controls, ${steps} measurements each: a trace of ${(bytes / 1e6).toFixed(0)} MB`,
      );
      const config = { bootstrap: { resamples }, ...JSON.parse(analyze) };
      for (let round = 0; round < rounds; round++) {
        const out = join(directory, `analyze-${round}`);
        const { report, seconds, peakMiB } = await runMeasured<Mark[]>(process.execPath, [
          ...(cpuProfile ? ['--cpu-prof', `--cpu-prof-dir=${cpuProfile}`] : []),
          join(import.meta.dirname, 'analyze-process.js'),
          ...[JSON.stringify(run), out, JSON.stringify(config)],
        ]);
        const laws = fewestLaws(await readRows(out, fits));
        console.log(formatMarks(report));
        const page = join(out, 'report.html');
        console.log(
          [
            `whole process: ${seconds.toFixed(1)} s, ${report.at(-1)!.cpuSeconds.toFixed(1)} s of processor time, ${peakMiB.toFixed(0)} MiB at most`,
            `${laws} laws or more per condition and depth; ${(await readRows(out, effects)).length} effects; report ${existsSync(page) ? `${(statSync(page).size / 1e6).toFixed(1)} MB` : 'absent'}`,
          ].join('\n'),
        );
        // On a busy machine this is the time of others too; processor time counts every thread that collects garbage.
        if (seconds > LIMIT.seconds || peakMiB > LIMIT.MiB || laws < LIMIT.laws) {
          console.log(`beyond the limit of ${LIMIT.seconds} s and ${LIMIT.MiB} MiB with ${LIMIT.laws} laws`);
          process.exitCode = 1;
        }
      }
    }),
});

/** One line per phase: seconds, processor time and the peak memory of the process so far. */
function formatMarks(marks: readonly Mark[]): string {
  const rows = marks.map(({ seconds, cpuSeconds, peakMiB }, i) => {
    const before = marks[i - 1];
    return [
      before?.phase ?? 'loading',
      `${(seconds - (before?.seconds ?? 0)).toFixed(2)} s`,
      `${(cpuSeconds - (before?.cpuSeconds ?? 0)).toFixed(2)} s`,
      peakMiB === null ? '' : `${peakMiB.toFixed(0)} MiB`,
    ];
  });
  const table = [
    ['phase', 'wall', 'processor', 'peak so far'],
    ...rows.filter(([phase]) => phase !== 'start'),
  ];
  return formatTable(table, ['left', 'right', 'right', 'right']);
}

function fewestLaws(rows: readonly RowOf<typeof fits>[]): number {
  const counts = new Map<string, number>();
  for (const { condition, depth } of rows) {
    const key = `${condition} ${depth}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts.size === 0 ? 0 : Math.min(...counts.values());
}
