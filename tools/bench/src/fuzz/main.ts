import { writeFileSync } from 'node:fs';
import { formatTable } from '@lethe/contracts';
import * as z from 'zod';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { commaSeparated, log, runBenchmark } from '../run-benchmark.js';
import { outcomes } from './fuzz-answer.js';
import { fuzzInput, fuzzSource } from './fuzz-input.js';
import { fuzzedParsers } from './parsers.js';
import { runParser } from './run-parser.js';

const names = fuzzedParsers.map(({ name }) => name) as [string, ...string[]];

await runBenchmark({
  name: 'fuzz',
  description:
    'broken and hostile files for every parser: each must be read or refused with an error for users',
  options: {
    only: commaSeparated(z.enum(names)).optional().describe('parsers, separated by commas; all by default'),
    seed: z.int().min(0).default(1).describe('of the mutations'),
    from: z.int().min(0).default(0).describe('number of the first input of each parser'),
    count: z.int().min(1).default(1000).describe('inputs of each parser'),
    seconds: z.number().positive().default(5).describe('of processor time that an input may take'),
    memory: z.int().min(1).default(1024).describe('MiB that the process may take'),
    keep: z
      .string()
      .optional()
      .describe('file for the first input: with --only, --from and --count 1, a defect'),
  },
  run: async ({ only, seed, from, count, seconds, memory, keep }) => {
    const parsers = fuzzedParsers.filter(({ name }) => only === undefined || only.includes(name));
    if (keep !== undefined) {
      await withTemporaryDirectory(async (directory) =>
        writeFileSync(keep, fuzzInput(fuzzSource(parsers[0]!, directory), seed, from)),
      );
    }
    const rows: string[][] = [];
    const defects: string[] = [];
    for (const { name } of parsers) {
      const range = { seed, from, to: from + count, limits: { seconds, MiB: memory } };
      const report = await runParser(name, range);
      rows.push([name, ...outcomes.map((outcome) => String(report.counts[outcome]))]);
      for (const [what, { count: inputs, first }] of report.defects)
        defects.push(`${name}: ${inputs} inputs, first --from ${first}: ${what}`);
      log(`${name}: ${count} inputs, ${report.defects.size} kinds of defects`);
    }
    console.log(
      formatTable([['parser', ...outcomes], ...rows], ['left', ...outcomes.map(() => 'right' as const)]),
    );
    for (const line of defects) console.log(line);
    if (defects.length > 0) process.exitCode = 1;
  },
});
