import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { steps as stepsTable, tableFiles, trace } from '@lethe/contracts';
import * as z from 'zod';
import { writeStages } from '../analyze/write-stages.js';
import { processorSeconds, treeMemoryMiB } from '../process/memory.js';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { runBenchmark } from '../run-benchmark.js';
import { readingClient, secondsToAnswer, stalledClient } from './clients.js';
import { growFiles } from './grow-files.js';
import type { Serving } from './live-process.js';

/** What the server may take, at any size. */
const LIMIT = { MiB: 300, seconds: 1 };

await runBenchmark({
  name: 'live',
  description: 'the live page beside a growing trace, with clients that read and clients that do not',
  options: {
    clients: z.int().min(1).default(200).describe('clients that follow the run'),
    stalled: z.int().min(0).default(50).describe('those of them that never read'),
    steps: z.int().min(1).default(4700).describe('steps, each of them with 1,950 measurements: 0.11 MB'),
    seconds: z.number().positive().default(60).describe('in which the trace grows'),
  },
  run: ({ clients, stalled, steps, seconds }) =>
    withTemporaryDirectory(async (directory) => {
      const world = { factsPerCondition: 40, controls: 10, steps, seed: 1 };
      const run = await writeStages(directory, world);
      const growing = [...tableFiles(run.train, trace), ...tableFiles(run.train, stepsTable)];
      const bytes = growing.reduce((sum, path) => sum + statSync(path).size, 0);
      const train = join(directory, 'growing');
      mkdirSync(train);

      const server = spawn(
        process.execPath,
        [
          join(import.meta.dirname, 'live-process.js'),
          ...[JSON.stringify({ ...run, train }), String(steps), join(directory, 'analyze')],
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const kill = (): void => void server.kill();
      process.once('exit', kill);
      const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
      const { address } = JSON.parse(line) as Serving;

      const stalls = await Promise.all(
        Array.from({ length: Math.min(stalled, clients) }, () => stalledClient(address, run.id)),
      );
      const readers = Array.from({ length: clients - stalls.length }, () => readingClient(address, run.id));
      const growth = growFiles(growing, train, seconds);
      let grows = true;
      void growth.finally(() => {
        grows = false;
      });
      let [page, state] = [0, 0];
      while (grows) {
        page = Math.max(page, await secondsToAnswer(address));
        state = Math.max(state, await secondsToAnswer(`${address}events?run=${run.id}`));
        await setTimeout(100);
      }
      await growth;

      const peakMiB = treeMemoryMiB(server.pid!);
      const processor = processorSeconds(server.pid!);
      const read = readers.map((reader) => reader.bytes / 1e6);
      for (const socket of stalls) socket.destroy();
      for (const reader of readers) reader.close();
      server.kill('SIGTERM');
      await once(server, 'close');
      process.off('exit', kill);
      console.log(
        [
          `${clients} clients, ${stalls.length} of which never read, beside ${(bytes / 1e6).toFixed(0)} MB written in ${seconds} s:`,
          `  memory ${peakMiB.toFixed(0)} MiB at most, processor ${((100 * processor) / seconds).toFixed(0)} % of a core`,
          `  longest wait for the page ${page.toFixed(2)} s, for a state ${state.toFixed(2)} s`,
          `  a reading client was sent ${Math.min(...read).toFixed(1)} to ${Math.max(...read).toFixed(1)} MB`,
        ].join('\n'),
      );
      if (peakMiB > LIMIT.MiB || Math.max(page, state) > LIMIT.seconds) {
        console.log(`beyond the limit of ${LIMIT.MiB} MiB and ${LIMIT.seconds} s`);
        process.exitCode = 1;
      }
    }),
});
